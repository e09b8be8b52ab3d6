//! Which words make a place name certain or doubtful? Lists for the place finder.

/// Names of places that are ordinary Dutch words, too. Each is a place only where the sentence says
/// so.
#[rustfmt::skip]
pub(super) const ORDINARY: &[&str] = &[
    "aalst", "america", "andel", "arcen", "assen", "asten", "axel", "baak", "balk", "beek",
    "bergen", "bergum", "best", "boskant", "borger", "born", "brandwijk", "breedeweg", "budel",
    "buren", "capelle", "chaam", "dalen", "dalem", "de groeve", "de heen", "de hoef", "de koog",
    "de krim", "de lier", "de moer", "de mortel", "de rips", "de steeg", "de wijk", "de wolden",
    "de woude", "deest", "delden", "den burg", "den hout", "dieren", "dijkerhoek", "dongen",
    "doorn", "dorst", "drachten", "driel", "driehuis", "drunen", "duiven", "duizel", "dussen",
    "echt", "ede", "eerde", "elden", "empel", "engelen", "enter", "epe", "epen", "erp", "espel",
    "etten", "gassel", "geleen", "gieten", "glimmen", "goes", "goor", "graft", "grave", "groede",
    "groet", "grou", "halfweg", "halle", "hapert", "haps", "haren", "harns", "heeg", "heel",
    "heeze", "helden", "herten", "hoeven", "hoogland", "hoorn", "horn", "horst", "houten",
    "huis ter heide", "huissen", "huizen", "hulst", "hunsel", "ingen", "joppe", "kampen",
    "kapelle", "kats", "keppel", "kessel", "klimmen", "krimpen", "kruisland", "laren", "leek",
    "leende", "leens", "leiden", "lent", "leunen", "lieren", "linne", "lith", "losser", "made",
    "maria hoop", "marken", "meteren", "mill", "mokum", "monster", "mook", "muiden", "nagele",
    "neede", "neer", "noorden", "nuth", "oene", "olst", "ommel", "onderdijk", "opende", "oploo",
    "oss", "peel", "petten", "philippine", "putte", "putten", "reek", "rekken", "reusel", "riel",
    "rijen", "roden", "rolde", "ruinen", "schijf", "sint joost", "sluis", "smilde", "someren",
    "son", "spijk", "stein", "stroe", "ter aar", "teuge", "thorn", "tiel", "uden", "urk", "varik",
    "velden", "velp", "vilt", "vinkel", "voorst", "vragender", "vries", "vuren", "waarder",
    "warder", "watergang", "wedde", "weert", "well", "wierden", "wilnis", "wisch", "wouw",
    "zeeland", "zegge", "zetten", "zijpe", "zwaag",
];

/// Of these, the ones that follow `in` and `te` in ordinary sentences ("in huizen", "te kampen
/// met"): a place only with a capital, after `gemeente` or `regio`, or on their own.
#[rustfmt::skip]
pub(super) const TREACHEROUS: &[&str] = &[
    "assen", "beek", "bergen", "best", "buren", "de hoef", "de steeg", "de wijk", "de groeve",
    "dieren", "duiven", "echt", "engelen", "enter", "gieten", "glimmen", "goor", "groet", "haren",
    "heel", "helden", "hoeven", "houten", "huizen", "kampen", "kapelle", "klimmen", "krimpen",
    "leek", "leiden", "leunen", "made", "monster", "muiden", "neer", "noorden", "opende",
    "putten", "rekken", "rolde", "ruinen", "son", "velden", "vries", "well", "wierden", "zegge",
    "zetten",
];

/// A place follows these.
#[rustfmt::skip]
pub(super) const BEFORE: &[&str] = &[
    "in", "te", "uit", "voor", "van", "naar", "regio", "gemeente", "omgeving", "wijkteam", "vt",
    "thuis", "bij", "nabij", "rond", "stad", "dorp", "plaats", "woonplaats", "onder",
];

/// After these even a treacherous name is a place.
#[rustfmt::skip]
pub(super) const CERTAIN: &[&str] = &[
    "gemeente", "regio", "omgeving", "wijkteam", "vt", "thuis", "stad", "dorp", "plaats",
    "woonplaats",
];

/// A question with one of these asks whom to reach, or where somebody belongs.
#[rustfmt::skip]
pub(super) const CUES: &[&str] = &[
    "vt", "veilig", "thuis", "bel", "bellen", "belt", "gebeld", "nummer", "telefoonnummer", "tel",
    "nr", "contact", "regio", "kantoor", "meldpunt", "onder", "hoort", "hoor", "valt", "vallen",
    "organisatie", "afdeling", "bereik", "bereiken", "welke", "wie", "waar", "gemeente", "woont",
    "wonen", "woonachtig", "verhuist", "verhuisd", "adres", "melden", "meld", "doorgeven", "zit",
];

/// Words that say nothing beside a place's name.
#[rustfmt::skip]
pub(super) const BESIDE: &[&str] = &[
    "veilig", "thuis", "vt", "in", "te", "voor", "van", "de", "het", "gemeente", "regio",
    "nummer", "telefoonnummer", "tel", "nr", "contact", "bel", "bellen", "wijkteam", "en", "is",
    "dat", "uit", "ik", "bedoel", "ja", "nee", "naar", "mijn", "wij", "onze", "zit", "zitten",
    "wonen", "woont", "hij", "zij", "ze", "gaat", "om", "plaats", "woonplaats", "bij",
    "plaatsnaam",
];

/// Words that may stand before a place that is the whole message, besides these.
pub(super) const LEADS: &[&str] = &["hoe", "dan", "wat", "werk", "werken", "werkt", "maar", "of"];

/// Of the words beside a place, those that ask whom to reach there.
#[rustfmt::skip]
pub(super) const ASKS: &[&str] = &[
    "veilig", "thuis", "vt", "nummer", "telefoonnummer", "tel", "nr", "contact", "bel", "bellen",
];
