//! Which personal details do people type? Made up, all different, and the same in every run.

/// A detail, and a sentence that gives it away.
pub struct Detail {
    /// As it is typed.
    pub raw: String,
    /// What else must not be found: its digits, when they are enough to know it by.
    pub digits: Option<String>,
    /// A piece of a message with the detail in it.
    pub told: String,
}

/// So many details, of each kind in turn.
pub fn details(many: usize) -> Vec<Detail> {
    let mut dice = Dice(0x5eed_2026);
    (0..many).map(|n| detail(&mut dice, n)).collect()
}

fn detail(dice: &mut Dice, n: usize) -> Detail {
    let (raw, told) = match n % 9 {
        0 => tell(bsn(dice), "mijn cliënt heeft bsn {}"),
        1 => tell(format!("06-{}", dice.digits(8)), "moeder belde met {}"),
        2 => {
            let (first, last) = name(dice);
            let mail = format!("{first}.{last}{n}@gmail.com").to_lowercase();
            tell(mail, "mail vader op {}")
        }
        3 => tell(iban(dice), "het geld gaat naar {}"),
        4 => {
            let (number, house) = (1000 + dice.below(8999), 1 + dice.below(199));
            tell(format!("{number} {} {house}", dice.letters(2)), "zij woont op {}")
        }
        5 => tell(format!("{}-{}-B", dice.letters(2), dice.digits(3)), "hij rijdt in kenteken {}"),
        6 => {
            let (day, month) = (1 + dice.below(28), 1 + dice.below(12));
            let date = format!("{day:02}-{month:02}-{}", 1940 + dice.below(80));
            tell(date, "het kind is geboren op {}")
        }
        7 => tell(format!("28{}", dice.digits(8)), "zijn v-nummer is {}"),
        _ => {
            let (first, last) = name(dice);
            tell(format!("{first} {last}"), "het gaat om cliënt {}")
        }
    };
    let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
    // A year or a house number stands everywhere.
    let digits = (digits.len() >= 8).then_some(digits);
    Detail { raw, digits, told }
}

fn tell(raw: String, sentence: &str) -> (String, String) {
    let told = sentence.replace("{}", &raw);
    (raw, told)
}

/// Nine digits that pass the elfproef.
fn bsn(dice: &mut Dice) -> String {
    loop {
        let digits = dice.digits(8);
        let sum: u32 =
            digits.bytes().zip((2..=9).rev()).map(|(d, w)| u32::from(d - b'0') * w).sum();
        if sum % 11 < 10 {
            return format!("{digits}{}", sum % 11);
        }
    }
}

/// A Dutch account number that passes mod 97.
fn iban(dice: &mut Dice) -> String {
    let bank = ["ABNA", "INGB", "RABO", "TRIO"][dice.below(4) as usize];
    let account = dice.digits(10);
    let as_numbers: String = format!("{bank}{account}NL00")
        .chars()
        .map(|c| c.to_digit(36).map_or_else(String::new, |number| number.to_string()))
        .collect();
    let rest = as_numbers.bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("NL{:02}{bank}{account}", 98 - rest)
}

/// A first and a last name.
fn name(dice: &mut Dice) -> (&'static str, &'static str) {
    const FIRST: [&str; 24] = [
        "Fatima",
        "Kevin",
        "Samira",
        "Mohammed",
        "Priscilla",
        "Daan",
        "Noor",
        "Ahmed",
        "Melissa",
        "Jayden",
        "Sanne",
        "Kees",
        "Aisha",
        "Dylan",
        "Esther",
        "Femke",
        "Hassan",
        "Ilse",
        "Jeroen",
        "Kimberley",
        "Lotte",
        "Mustafa",
        "Nadia",
        "Ruben",
    ];
    const LAST: [&str; 24] = [
        "Yilmaz",
        "Jansen",
        "Bouzid",
        "Verhoeven",
        "Hendriks",
        "Kaya",
        "Dijkstra",
        "Postma",
        "Willems",
        "Aydin",
        "Vermeulen",
        "Schouten",
        "Koster",
        "Demir",
        "Hoekstra",
        "Peeters",
        "Brouwer",
        "Amrani",
        "Wouters",
        "Smeets",
        "Haddad",
        "Timmermans",
        "Veenstra",
        "Kuipers",
    ];
    (FIRST[dice.below(24) as usize], LAST[dice.below(24) as usize])
}

/// Deals numbers, always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        // Knuth's; the high half is the random one.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).expect("31 bits") % end
    }

    fn digits(&mut self, many: usize) -> String {
        (0..many)
            .map(|n| {
                char::from(b'0' + u8::try_from(self.below(9)).expect("small") + u8::from(n == 0))
            })
            .collect()
    }

    fn letters(&mut self, many: usize) -> String {
        let letters = b"BDFGHJKLNPRSTVXZ";
        (0..many).map(|_| char::from(letters[self.below(16) as usize])).collect()
    }
}
