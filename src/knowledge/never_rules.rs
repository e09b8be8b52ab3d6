//! By which words is a sentence known that the bot may never say? Rules of [`super::never`] as data.
//!
//! In a rule all parts between `&` must stand in one clause; a part with `!` must not, and one with
//! `!!` not in the whole sentence or the next either; one with `~` anywhere in the sentence. `…` stands for up to eight words.

use super::never::Never;

/// The rules of one sort.
pub(super) struct Sort {
    pub never: Never,
    /// Pieces of a clause that are harmless, taken out before its rules look, in this order;
    /// the first group in brackets stays.
    pub aside: &'static [&'static str],
    pub rules: &'static [&'static str],
}

/// Groups of words that rules name. A group may name those after it.
pub(super) const WORDS: [(&str, &str); 22] = [
    ("niet", r"niet|niets|niks|nooit|geen|niemand|nergens|nauwelijks|evenmin"),
    (
        "melden",
        r"meld(?:en|t|ing|ingen)?|gemeld|<vt> (?:te )?(?:bellen|betrekken|inlichten|inschakelen)|<vt> … (?:te bellen|bellen|belt|in te (?:schakelen|lichten)|informeren|raadplegen)|(?:bel|door|doorgeven|doorgegeven|doorgeeft|geven) … <vt>|bellen met <vt>|aan de bel trekken|(?:ga|gaan|gaat|stap\w*|telefoontje) … naar <vt>",
    ),
    (
        "nodig_voor",
        r"zeker|bewijs|bewijzen|bewezen|toestemming|alleen|naam|namen|volgorde|akkoord|alles|anoniem|formulier|instemming|diagnose|letsel|via|groot|moeilijk|volledig",
    ),
    ("eerst_vt", r"eerst … <vt>|<vt> … eerst|behalve|uitgezonderd"),
    (
        "is",
        r"ben|bent|is|zijn|was|lijkt|lijken|klinkt|klinken|loopt|lopen|vormt|noem je|spreek je|zit|zitten|blijft|valt",
    ),
    ("kan", r"kan|kun|kunt|kunnen|mag|mogen|blijf\w*|is|zijn|word\w*|gerust|mogelijk|altijd|^meld"),
    (
        "na_advies",
        r"pas|na (?:\w+ )?(?:advies|overleg|akkoord)|deskundigen?|wacht\w* met|sla … over|stel … uit|buiten|zonder|alleen (?:na|met|in)|in overleg met|<vt> (?:praat|spreekt|bespreekt|overlegt|vertelt|informeert|betrekt)",
    ),
    (
        "averechts",
        r"vergroot|vergroten|groter|erger|in gevaar breng\w*|geen goed idee|af te raden|afraden|ontraden|ontraadt|afgeraden|riskant|gevaarlijk\w*|averechts|escal\w*|verslechter\w*|misverstand",
    ),
    (
        "praat_samen",
        r"(?:familie|ouder|drie)gesprek\w*|eerste gesprekspartner|(?:eerst met|met) (?:haar|hem|hen) in gesprek|eerst met (?:haar|hem|hen|ze)|(?:hem|haar|hen) de (?:ruimte|kans|gelegenheid)|nodig (?:haar|hem|hen|ze) … uit|partnergesprek\w*|gezinsgesprek\w*|relatietherapie|relatiegesprek\w*|mediation|mediator|bemiddel\w*|gezamenlijk … gesprek|samen … gesprek|hoor en wederhoor|familieberaad|openheid naar|(?:samen|gezamenlijk|bij elkaar) … (?:aan|om) (?:de )?tafel|therapie met (?:beiden|elkaar)|verzoen\w*",
    ),
    (
        "geweld",
        r"\w*(?:mishandeling|geweld|verwaarlozing|misbruik|onveiligheid|gevaar|dwang|terreur)",
    ),
    (
        "ernstig",
        "ernstig|erg|acuut|zorgelijk|zorgwekkend|gevaarlijk|schadelijk|onveilig|verontrustend|alarmerend|heftig|structureel|gewelddadig|strafbaar",
    ),
    (
        "dit",
        r"dit|dat|het|hier|er|zo iets|zoiets|zulke \w+|deze \w+|wat je|zo te horen|(?:je|jouw) (?:verhaal|situatie|casus|zorgen?|vermoeden|signaal)|de (?:situatie|casus)",
    ),
    (
        "mens",
        r"(?:het|dit|dat|de|deze|die|je|jouw|jullie) (?:\w+ )?(?:<wie>|situatie|thuissituatie)",
    ),
    (
        "wie",
        r"kind|kinderen|gezin|baby|meisje|jongen|moeder|vader|ouders?|vrouw|man|client|oudere|slachtoffer|partner",
    ),
    (
        "familie",
        r"\w*(?:familie\w*|ouders?|moeder|vader|partners?|gezin|echtgenoot|man|vriend|ex|broers?|ooms?|opa|oma|grootouders|verwanten|pleger|daders?|echtpaar|stel|pa|ma|papa|mama|tantes?|neef|nicht|zus|zussen|imam|dominee|voorganger|geloofsgemeenschap)",
    ),
    (
        "praat",
        r"praten?|praat|spre+k\w*|aanspreken|bespreekt?|bespreken|gesprek(?:ken)?|huisbezoek|vraag|vragen|vraagt|vertel(?:len|t)?|overleg(?:gen|t)?|bel(?:len|t)?|benader(?:en|t)?|confronteer|confronteren|confrontatie|deel|delen|hoor|horen|leg|leggen|licht|inlichten|informeer|informeren|nodig|uitnodigen|betrek(?:ken)?|bemiddel(?:en|t|ing)?|open|eerlijk|aankaarten|kaart|voorleggen|ga|gaat|gaan|begin|beginnen|schakel|waarschuw|waarschuwen|verzoek|bevraag|raadpleeg|contact|aan tafel|mee in zee|zeg|zeggen|breng|brengen|geef|geven",
    ),
    (
        "naam",
        r"(?:je|jouw|uw|mijn|jullie) (?:eigen )?(?:naam|namen|identiteit|gegevens|nummer)|(?:naam|identiteit|gegevens) van (?:de )?melder|wie (?:je|jij|de melder) (?:bent|is)|wie … (?:meld\w*|gemeld|gebeld|belde|belt)|(?:dat|of) (?:jij|je) (?:het )?(?:was|bent|meldde|hebt gemeld|belde|hebt gebeld|gemeld hebt)|van wie",
    ),
    (
        "geheim",
        r"geheim\w*|vertrouwelijk|beschermd|afgeschermd|verborgen|buiten|onbekend|onzichtbaar|weg|weggelaten|veilig|voor (?:zich|zichzelf)|onder (?:ons|jullie|jou)|tussen (?:ons|jullie|jou|vier)|binnenskamers|prive|discreet|geheimhouding",
    ),
    (
        "melder",
        "als professional|je|jij|jou|u|professionals?|beroepskracht(?:en)?|wijkteams?|collega s?|de melder|melders?|iedereen|hulpverleners?",
    ),
    (
        "burger",
        r"buren?|buurman|buurvrouw|familielid|familieleden|omstanders?|burgers?|vrijwilligers?|slachtoffers?|clienten|client|plegers?|betrokkenen?",
    ),
    (
        "vooral",
        r"vooral|gewoon|eigenlijk|slechts|maar een|wel degelijk|waarschijnlijk|vermoedelijk|zeker",
    ),
    ("vt", VT),
];

/// Veilig Thuis, as one word.
pub(super) const VT: &str = "veiligthuis";

/// Words with which a clause begins as surely as after a comma.
pub(super) const NEW_CLAUSE: [&str; 4] = ["maar", "want", "dus", "terwijl"];

/// Forms in which the family may not be spoken to first; also in the id of a topic.
pub(super) const FORM: &str = r"eer|eer\w*geweld|eergerelateerd\w*|eerwraak|eer(?:kwestie|dreiging|probleem|problemen|conflict|zaak|zaken)\w*|lec egg|huwelijksdwang|huwelijks dwang|uithuwelijk\w*|uitgehuwelijkt|gedwongen (?:huwelijk|te trouwen|wordt te trouwen)|achterlating|lkha|vgv|genitale verminking|\w*besnijdenis|besneden|besnijden|loverboy\w*|mensenhandel\w*|\w*wurging|gewurgd|falsificatie|falsification|kmdf|pcf|munchhausen\w*|(?:dwingende|stelselmatige) controle|intieme terreur";

/// With what words such a form is said not to be there.
pub(super) const NO_FORM: &str = r"(?:eer|dwang|\w*dwang|vgv|falsificatie|terreur|loverboys?) geen rol|geen (?:sprake van )?(?:eer|\w*dwang|vgv|falsificatie|terreur|loverboys?)";

/// With what words a quote is denied that stands before them.
pub(super) const DENIED: &str = r"^(?:nee|onwaar|fout|niet waar|(?:dat|dit) (?:klopt niet|is (?:niet waar|onwaar|een misverstand))|een misverstand)";

/// With what words a question is answered that is no "ja" or "nee": "Anoniem melden? Dat kan."
pub(super) const ANSWERED: &str = r"^dat (?:kan|mag|hoef\w*|moet|is (?:niet|on\w+|over\w+))";

/// With what words a sentence itself says that nobody should say so.
pub(super) const WARNED: &str = r"^(?:schrijf|zeg|noteer) (?:\w+ )?(?:niet|nooit) , \w+";

pub(super) const SORTS: [Sort; 4] = [
    Sort {
        never: Never::NoReport,
        aside: &[
            // What need not be there is something else than a report.
            r"(?:niet|geen|nooit) (?:(?:eerst|altijd|helemaal|meer|de|het|een|te|meteen|om|nog|zelf|enig|hard|schriftelijke?|volledig|pas) )*<nodig_voor>",
            r"hoef\w* … <niet> … (?:om te|om|voordat je|voor je|als je|of je) (?:mogen |kunnen )?<melden>",
            r"<nodig_voor> … (?:om te|voor(?: een)?) <melden>",
            r"geen reden om .*(?:niet|geen|af te zien|uit te stellen|te wachten|over te slaan).*",
            r"(?:niet|geen|nooit) (?:\w+ )?(?:te )?(?:wachten|gewacht|vergeten|aarzelen|schromen)",
            r"(?:wacht|aarzel|twijfel|vergeet) (?:\w+ )?(?:niet|nooit)",
            // Whoever does not report is spoken of, not told to.
            r"^(?:wie|als|indien|wanneer|mocht|dat) … (?:niet|geen) … (?:meldt?|melding(?: doet| maakt)?)$",
            r"niet melden moet je .*",
            r"of je .*",
            r"niet \w+ te zijn",
            // What nobody should say or think.
            r"^(?:zeg|denk|schrijf|beweer) (?:\w+ ){0,3}(?:niet|nooit) .*",
            r"(?:na|tijdens|sinds) (?:een|de|je|jouw) melding",
        ],
        rules: &[
            r"(?:hoef\w*|moet|moeten|dien|dient) & <niet> & <melden>",
            r"<niet> & (?:nodig|noodzakelijk|vereist|aan de orde|zinvol|raadzaam|gewenst|verstandig|verwacht|gevraagd|verlangd) & <melden>",
            r"<niet> & (?:verplicht|verplichting|plicht) & <melden> & !verwijsindex & !!\w*norm(?:en)?",
            r"<niet> … meldplicht & !!\w*norm(?:en)?",
            r"geen (?:\w+ )?(?:reden|noodzaak|aanleiding|grond|nut|meerwaarde|zin|taak|sprake|optie) & <melden>",
            r"(?:weinig|amper|nauwelijks) (?:zin|nut) & <melden>",
            r"(?:onnodig|overbodig|zinloos|nutteloos|voorbarig|te vroeg|overdreven|vrijblijvend|facultatief|optioneel|(?:vrije|eigen|jouw) keuze) & <melden>",
            r"<niet> … (?:taak|verantwoordelijkheid|rol|werk|zaak) & <melden>",
            r"<melden> & (?:voegt|helpt|levert) & <niet>",
            r"wacht\w* … met … <melden>|<melden> (?:kan |mag )?(?:nog )?(?:even )?wachten|(?:rustig|eerst|nog|even) (?:af)?wacht\w* … <melden> & !<niet> & !gevaar\w*",
            r"(?:uitstellen|uitgesteld|stel … uit|aankijken) & <melden> & !<niet>",
            r"(?:overslaan|overslaat|achterwege|afzie\w*|ziet? … af|nalaten|overlaten|laten (?:rusten|zitten|varen|liggen)) & <melden> & !<niet>",
            r"meld(?:t|en)?(?: (?:je|jij|u|dan|dit|dat|het|nu|nog|hier|daarom|zoiets)){0,3} (?:niet|nooit)(?: (?:meer|nog))?$ & !(?:kan|kun|kunt|mag)",
            r"(?:doe|doet|doen|maak\w*|verbind\w*) & (?:geen|niet|nooit) … melding",
            r"(?:vervalt|vervallen|besparen|blijft … uit|bewaar|laat … over|bespaar|schuif) & <melden> & !<niet>",
            r"te (?:weinig|licht|klein|zwaar) … <melden>|(?:beter|liever) … niet … <melden>",
            r"<kan> & zonder (?:een |te )?meld(?:en|ing) & !(?:afsluiten|advies|<niet>)",
            r"(?:het|dat|dit) (?:hoeft|moet) (?:\w+ )?niet$ & ~<melden>",
            r"hoef\w* … (?:niets|niks) … doen",
            r"(?:volstaat|in plaats van|dubbelop|te ver) & <melden> & !<niet>",
            r"(?:beter|liever) … niet & <melden>",
            r"(?:vrij|mag|kunt) … niet (?:te )?melden",
            r"niet melden (?:is|kan|mag|lijkt) & !(?:besluit|beslissing|risico\w*|gevaar\w*)",
            r"<melden> … (?:pas|alleen|slechts|enkel) (?:als|bij|voor|na|wanneer|bedoeld)|^(?:pas|alleen|enkel) (?:bij|na|als) … <melden> & !(?:anoniem|uitzondering|toestemming)",
            r"<vt> … niet … bedoeld|(?:ga|gaat|gaan|stap\w*) … niet … naar <vt>",
            r"los\w* … (?:zelf|samen|onderling|binnen|intern) … op",
            r"(?:zelf weten|zelf uitmaken)|ben (?:jij|je) (?:\w+ )?klaar",
            r"(?:alleen|enkel|uitsluitend) \w+ (?:moet|moeten|hoeft|hoeven) & <melden>",
            // The norm or the code is not for this one.
            r"(?:meldcode|meldnorm\w*|norm om te melden|meldplicht) & (?:geldt|gelden|telt|speelt|van toepassing) & <niet>",
            r"(?:meldcode|meldnorm\w*|meldplicht) & (?:vervalt|vervallen)",
            r"(?:vrijgesteld|ontslagen|ontheven|gevrijwaard|niet gehouden) & <melden>",
            // Veilig Thuis is left out.
            r"(?:bel|belt|betrek\w*|informeer\w*|schakel\w*) (?:je |jij |u |jullie )?(?:\w+ )?<vt> (?:\w+ )?(?:niet|nooit)(?: in)?$",
            r"<vt> & (?:buiten (?:beeld|de deur|schot)|erbuiten|er buiten|buiten laten) & !<niet>",
            r"<niet> & (?:neerleg\w*|lastig\w*|aanklop\w*|belast\w*|stoort|storen|bemoei\w*) & ~<vt>",
            r"(?:kan|kun|kunt|mag|handel\w*|regel\w*|los) … zonder <vt>|(?:kan|kun|kunt|mag) & ~zonder <vt> & !<niet>",
            r"(?:zonde van|tijdverspilling|verspilling|zonde|overkill) & (?:advies|<melden>|<vt>)",
            // Nothing is done, or somebody else does it.
            r"(?:hierbij|daarbij|erbij) … laten|laat het (?:hier|daar|er)bij|laat … rusten & !<niet>",
            r"doe (?:er )?(?:maar|gewoon|dan|nog) (?:even )?(?:niks|niets)",
            r"(?:waait|gaat|trekt) … (?:vanzelf|wel) (?:weer )?(?:over|bij|weg)|waait … over",
            r"(?:aan te kijken|aankijken)|kijk het … aan & !<niet>",
            r"sla … <melden> … over & !<niet>",
            r"(?:stap (?:4|5|vier|vijf)) … (?:overslaan|over te slaan)|sla … stap (?:4|5|vier|vijf) … over & !<niet>",
            // "of je …" was taken out.
            r"^(?:je|jij|u) … zelf (?:kiezen|bepalen|uitmaken|beslissen) _|staat … vrij om",
            r"geen (?:enkele )?(?:verplichting|plicht) … iets te doen",
            // The report is put away, or played down.
            r"(?:<melden>|meldcode|meldnorm\w*|signaal|<vt>) & (?:in de (?:la|kast|ijskast)|voor wat \w+ is|met rust|op een laag pitje|op pauze|staat … stil|terughoudend\w*|zuinig|spaarzaam|voorzichtig met|schaadt?|beschadigt|kapot|averechts|afgehandeld|afgedaan|erbuiten|van tafel|de deur uit|laatste redmiddel|mislukt|iets voor|een advies|een suggestie|een aanbeveling|vrijwillig|eigen (?:inzicht|lijn|gevoel|oordeel|keuze)) & !<niet>",
            r"<niet> … gebonden & (?:<melden>|meldcode|meldnorm\w*)|<niet> … gebonden … (?:melding|meldcode|norm)",
            r"(?:geen|niet) … melding … maken|(?:er|dat er) niet (?:gemeld|gebeld) (?:wordt|hoeft)",
            r"hoef\w* … <niet> … (?:langs|via|naar|bij) <vt>|(?:hoeft|hoef) niet (?:langs|naar) <vt>",
            r"(?:de kous|het verhaal|de zaak) … af$|afgedaan$|geen noodzaak$|(?:pakkie|dubbel werk|dubbelop)",
            r"(?:eigen|persoonlijke) (?:lijn|koers|weg|gang) … (?:trekken|varen|kiezen|volgen|in)",
            r"(?:is|ligt) (?:het |dat |dit )?(?:aan|bij) (?:de |het )?(?:school|huisarts|politie|jeugdzorg|leidinggevende|collega|ander|huisarts|ggz) … niet … (?:jou|jullie|ons)|<niet> aan (?:jou|jullie|ons)$",
            r"(?:beter|liever|maar) (?:even |gewoon |nog )?(?:niks|niets) (?:te )?doen",
            r"(?:geen|niet) … haast|kan ook (?:\w+ )?(?:na|later|volgende)",
            r"(?:onveiligheid|gevaar|mishandeling) … (?:mag|kan|kun|kunt) … (?:monitoren|volgen|aanzien|afwachten) & !<niet>",
            r"(?:zonder|geen) melding$ & (?:vink|rond|klaar|klachten)",
            r"voldoe\w* … (?:aan )?(?:de )?meldcode & !<niet>|(?:eerst|altijd) … zelf proberen",
            r"(?:blijven )?volgen … (?:is|lijkt) (?:voldoende|genoeg)|(?:voldoende|genoeg) … (?:te |blijven )?volgen & !<niet>",
            r"(?:kunt|kan|mag) … (?:van afwijken|ervan af\w*)|voordeel van de twijfel",
            r"(?:je|jij) bent (?:\w+ )?klaar$|houdt het (?:\w+ ){0,3}op$|(?:werk|taak) … (?:zit|zitten) erop",
            r"(?:betekent|dan|dus) geen melding$|^zonder … geen melding$",
            r"(?:eerst|moet|moeten) … (?:bewijs|bewijzen|zekerheid) & !<niet> & ~(?:bel\w*|<melden>)",
        ],
    },
    Sort {
        never: Never::Judgement,
        aside: &[
            r"niet (?:elke?|alle|alleen|altijd|meteen|direct|per se)",
            r"(?:bewijst|betekent|zegt|zeggen|zorg|zorgt|zodat|kijk|check|controleer|beweert) … dat .*",
            r"denk (?:\w+ )?(?:niet|nooit) .*",
            // Asked, or not yet so.
            r"(?:als (?:je|het|er|de|dat|dit|iemand|een|hij|zij|ze|kinderen|ouders|geen|beide)|of|tot|totdat|zodra|wanneer|indien|zolang|voordat|nadat|hoe|waarom|wie|ook al|mits|tenzij|om (?:veilig )?te|plan dat) .*",
        ],
        rules: &[
            r"<is> & (?:geen|niet) (?:\w+ ){0,4}<geweld>",
            r"<dit> & <is> & <geweld> & niet$",
            r"(?:<dit>|<mens>) & (?:niet|weinig|nauwelijks|amper) (?:\w+ ){0,2}<ernstig>",
            r"<mens> & <is> & (?:veilig|buiten gevaar|in (?:goede handen|orde)|prima|best|gevaarlijk|slachtoffer van|de dader|schuldig|betrouwbaar|ongegrond|onterecht) & !(?:<niet>|pas|kan|kunnen)",
            r"valt … mee|meevalt|(?:niets|niks) (?:mis|aan de hand)|loopt … los|zo n vaart|(?:niets|niks) … ernstigs|komt … goed|ziet? spoken|geen paniek|gebeur\w* … (?:overal|elk|ieder\w*|wel eens|een keer)|(?:wel eens|een keer) … gebeuren",
            r"maakt? je (?:geen|niet) … (?:zorgen|druk)|je maakt (?:je|het) … (?:druk|zorgen|groter|erger)|overdrijft?|overdreven",
            r"redt zich|redden zich|(?:<mens>) … (?:kan|kunnen) (?:het|dit) … aan",
            r"<dit> & hoort … bij (?:de opvoeding|de leeftijd|een scheiding|de cultuur|hun cultuur|het opgroeien)|cultureel bepaald",
            r"onschuldige?|onschadelijk|stelt … (?:niet|niets|weinig) … voor",
            r"(?:klinkt|lijkt) (?:\w+ ){0,2}(?:gewone?|normale?|logisch|gezond)|(?:vermoeden|zorg|zorgen) … (?:ongegrond|onterecht)",
            r"<dit> & <is> & (?:gewoon|gewone|normaal|normale) (?:\w+ ){0,2}(?:gedrag|ruzies?|\w*scheiding|opvoeding|gezin)",
            r"(?:komt|is|zal) (?:\w+ ){0,2}vast (?:van|door|wel|niets)",
            r"zorgen … (?:niet terecht|onterecht|niet nodig|overbodig|ongegrond)|geen (?:reden tot|grond voor) (?:zorg|zorgen|paniek)|wees gerust",
            r"<mens> & (?:liegt|verzint|overdrijft)",
            r"(?:dit|dat|hier|wat (?:je|jij) \w+|er) … (?:is|zijn|lijkt|gaat) … <vooral> … \w+|(?:is|lijkt) (?:dit|dat|het|er|hier) … <vooral>",
            r"^(?:is|zijn|lijkt) <vooral>",
            r"(?:risico|kans|gevaar) & <is> & (?:laag|klein|gering|nihil|beperkt) & !<niet>",
            r"(?:deze|die|jouw|jullie) <wie> & (?:mishandelt|slaat|misbruikt|verwaarloost|liegt)",
            r"geen sprake van \w*<geweld>|van <geweld> … geen sprake|^geen (?:\w+ )?<geweld>$",
            r"<mens> … (?:heeft|hebben) het … goed|(?:onvoldoende|te weinig) … voor … <geweld>",
            r"(?:je|jij) … reageert … te \w+|niet het slachtoffer|onschuldige verklaring",
            r"(?:niet|niets) … druk (?:over|om)",
            r"(?:duidelijk|overduidelijk|ongetwijfeld|absoluut|zonder twijfel) (?:\w+ )?<geweld>",
            r"(?:hier|dit|dat) (?:is|lijkt) (?:\w+ ){0,3}sprake van (?:\w+ )?<geweld>|dit is (?:\w+ )?<geweld>$",
            // An opinion of the bot's own, or drawn from what somebody told.
            r"volgens mij|mijns inziens|lijkt (?:me|mij)|ik (?:denk|schat|vermoed|geloof|concludeer|zou zeggen|durf te)",
            r"als ik (?:dit|het|je|jouw|zo) … (?:lees|hoor|zie|bekijk|begrijp)",
            r"wat (?:je|jij|jullie) (?:\w+ )?(?:vertelt|beschrijft|schetst|schrijft|noemt|ziet|zag|vertellen) … (?:is|zijn|klinkt|lijkt|past|wijst|heet|valt|duidt)",
            r"(?:uit|op basis van|gezien|afgaand op) (?:je|jouw|dit) (?:verhaal|beschrijving|woorden|signalen|verslag) … (?:maak|blijkt|leid|concludeer|volgt|is|gaat)",
            r"(?:duidelijk|typisch|typische|klassiek|overduidelijk|schoolvoorbeeld) (?:\w+ )?(?:geval |voorbeeld |vorm )?van \w+",
            r"(?:je|jij|jullie) (?:hebt|hebben) (?:hier |dus )?te maken met",
            // What somebody did, or says.
            r"(?:weinig|geen) (?:reden|grond|aanleiding) (?:tot|voor) (?:on\w+|zorg\w*|paniek)|(?:niet|nooit) … (?:wakker … liggen|zwaar aan tillen|zwaar opvatten)|zwaar aan tillen",
            r"(?:daar|hier|er) (?:zit|steekt|schuilt) (?:geen|niets|niks|iets|wel)|kwade wil|te overzien|geloofwaardig|ongeloofwaardig|(?:komt|komen) (?:niets|niks) tekort|tekort\w* komt (?:niets|niks)",
            r"<mens> & (?:wil|zoekt|vraagt|speelt) (?:\w+ )?(?:gewoon|alleen maar|enkel|vooral) \w+|(?:gewoon|alleen maar) aandacht",
            r"wat hier speelt|hier speelt|(?:je|jij) hebt (?:\w+ )?gelijk|bewijst dat .* (?:waarheid|onschuldig|schuldig)",
            r"(?:blauwe plekk?\w*|letsel|verwonding\w*|plekken) … (?:krijg|kreeg|krijgt|haal|loop|loopt) (?:je|hij|zij|een|op)",
            r"(?:deze|die|dit|dat|jouw|jullie) (?:<wie>|situatie) (?:is|zijn|lijkt) (?:\w+ )?(?:on)?veilig",
            r"(?:beter af|het beste af|beter op zijn plek) & !of",
            r"(?:oudere|client|vrouw|man|moeder|vader) is (?:wilsbekwaam|volwassen|mondig) & ~(?:probleem|niets|niks|geen)|er is (?:dus )?geen probleem",
            r"is (?:\w+ )?(?:de|het) (?:dader|pleger|schuldige|agressor|slachtoffer hier)|(?:bedoel\w*|bedoeld) … (?:niet (?:kwaad|zo)|goed)$|zorgen zijn (?:\w+ )?(?:terecht|overdreven)|(?:zie|lees|hoor) ik (?:hier )?(?:niet|wel|geen)|nu eenmaal",
            r"heeft het gedaan|(?:deze|die|dit|dat|jouw|jullie) <wie> … word\w* … (?:uitgebuit|mishandeld|geslagen|misbruikt|verwaarloosd|bedreigd)",
            r"^(?:hij|zij|ze|vader|moeder) (?:slaat|mishandelt|misbruikt|verwaarloost)|(?:mishandelt|slaat|misbruikt) (?:hij|vader|moeder|zij)",
            r"^(?:hij|zij|ze|vader|moeder) (?:verzint|liegt|overdrijft) & !<niet>",
            r"(?:<mens>|hij|zij) … de waarheid … niet|(?:<mens>|hij|zij) … niet de waarheid",
            r"(?:letsel|verwonding\w*|blauwe plek\w*|breuk\w*|brandwond\w*) … (?:passen|past|komt|komen) (?:\w+ ){0,3}(?:bij|door|van) (?:een )?(?:val|ongeluk\w*|spelen|sport\w*|stoeien)",
            r"^(?:meer|verder) (?:is het )?(?:niet|niets)$ & ~<mens>",
            r"<dit> … valt (?:\w+ )?onder … (?:normale|gewone|alledaagse)|schat … (?:laag|klein|gering)",
        ],
    },
    Sort {
        never: Never::FamilyFirst,
        aside: &[
            r"als (?:eerste|gezin)",
            r"(?:sla|stel) … niet (?:over|uit)",
            r"(?:vergeet|wacht|aarzel|schroom) (?:\w+ )?(?:niet|nooit)|niet (?:te lang|alleen)",
            r"(?:noteer|noteren|schrijf) .*",
            r"(<familie>) of (?:de |het |mogelijke )?(?:<familie>|buren|bekenden|slachtoffer)",
            // What is asked of Veilig Thuis, or comes later.
            r"(?:of|hoe|wie|wanneer|waarom|wat|als|tot|totdat|voordat|voor je|voor elk|eer je|om te) .*",
        ],
        rules: &[
            r"<praat> & (?:<familie>|loverboy) & !<niet> & !<na_advies> & !<averechts> & !!<eerst_vt>",
            // Whatever one is told to do with them; what is told of them begins with them.
            r"(?:met|naar|bij|aan|tegen) (?:\w+ ){0,2}<familie> & !^(?:ook |vaak |soms )?(?:de|het|een|hun|deze|die|zij|ze|\w*familie\w*|ouders) & !<niet> & !<na_advies> & !<averechts> & !!<eerst_vt>",
            r"<praat_samen> & !<niet> & !<na_advies> & !<averechts> & !!<eerst_vt>",
            // Whatever is done with them, by whoever reads it.
            r"(?:je|jij|u|kun|kunt|krijgt|krijgen|haal\w*|laat|werkt|helpt|stuur|wijs|polst?|geef|stel|zoek|neem|nodig|voorkom\w*) & (?:<familie>|met hem|met haar|hem … aanspreken|geestelijke|kring) & !^(?:ook |vaak |soms )?(?:de|het|een|hun|deze|die|zij|ze|\w*familie\w*|ouders) & !<niet> & !<na_advies> & !<averechts> & !!<eerst_vt>",
            r"(?:keukentafel\w*|elkaars bijzijn|relatie(?:coach|gesprek|therap)\w*|dialoog|de lucht) & !<niet> & !<na_advies> & !<averechts> & !!<eerst_vt>",
            r"(?:tolk\w*|vertal\w*|vertaalt|het woord (?:doen|voeren)) & (?:<familie>|buur\w*|kennis\w*) & !<niet> & !<averechts>",
            r"(?:spreek|spreekt|spreken|bel|belt|benader|overleg|hoor) & eerst & (?:jongen|jongeman|verdachte|leverancier|bekende) & !<niet> & !<na_advies>",
        ],
    },
    Sort {
        never: Never::Promise,
        aside: &[
            r"(?:vraag|vragen|weeg|bespreek|kijk|weet|overleg|twijfel\w*) (?:\w+ )*of .*",
            r"(?:wanneer|als (?:het|dat|iemand|er)|indien|tenzij|behalve|waarom|hoe) .*",
            r"anonieme? (?:\w+ )?(?:advies|overleg\w*|bespreken|consult|vragen)|(?:overleg|bespreek) … anoniem",
            r"(?:<burger>|gezin|kind|casus|zij|ze) … anoniem",
            // No promise is the good one.
            r"(?:beloof|beloven|belooft|garandeer|garanderen) (?:(?:een|het|de|je|kind|kinderen|gezin|ouders|slachtoffer|iemand|hem|haar|jongere|client|dus|daarom|ook) )*(?:geen|nooit|niet|niemand).*",
            r".*<niet> … (?:beloof|belooft|beloven|garanderen).*",
            r"(?:reken|vertrouw) (?:er )?(?:niet|nooit) .*",
        ],
        rules: &[
            r"anoniem & (?:<melden>|<melder>) & !<niet> & !<burger> & !(?:^anoniem melden als|maakt|bemoeilijkt|uitzondering|uitzonderlijk|alleen|soms|in beginsel|advies|overleg|meedenk\w*)",
            r"<naam> & <niet> & !(?:toestemming|betekent|^noem|^zet|^typ|^geef) & !<burger>",
            r"(?:<naam>|melders?) & <geheim> & !<niet> & !(?:alleen|soms|uitzondering)",
            r"zonder (?:dat )?(?:je|jouw|uw) (?:naam|identiteit) … (?:bekend|genoemd|valt|wordt)|zonder afzender",
            r"incognito & !<niet>",
            r"<niet> … herleid\w* & !<burger>",
            r"(?:melder|bron|meldt|naam) & (?:onbekende?|weggelakt|gelakt|geschrapt|weggelaten|buiten (?:het|de|beeld)|beschermd?|beschermt) & !<niet> & !(?:alleen|soms|uitzondering)",
            r"(?:niet|nergens|nooit) … (?:met naam|op naam|op papier) & (?:<naam>|melders?|melding|professionals?|gegevens)",
            r"(?:kiezen|bepalen) … op naam",
            r"(?:valse|andere|verzonnen) naam|<naam> … (?:uit|van) … (?:gehaald|weggehaald|verwijderd|gestreept) & !<niet>",
            r"(?:toezeggen|zeg … toe|zweren|zweer|erop aan|ervan op aan|ervan uitgaan|vertrouwen) & (?:niets|niemand|nooit|voor (?:je|jou|jezelf) hou\w*)",
            r"voor je (?:houdt|houden|zult houden) & ~(?:op aan|beloof\w*|toezeg\w*|zeker)|(?:graf|deze kamer|deze muren|binnenkamers)|blijft hier$|(?:niks|niets|niet) door(?:vertel\w*| te vertellen)",
            r"onder (?:een )?(?:andere naam|schuilnaam|pseudoniem|valse naam)",
            r"(?:je|jij|u|melder|professional) … blijf\w* … (?:buiten (?:beeld|schot)|onzichtbaar|onbekend)|blijf\w* (?:je|jij|u) … (?:buiten (?:beeld|schot)|onzichtbaar|onbekend) & !<niet>",
            r"<vt> & (?:vertelt|zegt|geeft|deelt|praat|verstrekt|laat|noemt) & (?:niets|niks|niemand|nooit|niet) & (?:je|door\w*|verder|tegen|aan|gegevens|los|ouders|gezin) & !toestemming",
            r"zwijgplicht|(?:je|jij|ik|we|wij) (?:\w+ )?zwijg\w*|<vt> … zwijgt|melder … niet … naar buiten|vertel ik … niemand|ik vertel … niemand|bij ons … veilig|zonder je bekend te maken|niet dat (?:jij|je) de melder",
            r"anonimiteit|vertrouwelijkheid|geheim|geheimhouding|geheimhouden|vertrouwelijk|blijft … vier ogen & !<niet> & !<burger> & !(?:doorbreken|doorbreekt|ondanks|^houd|hebt|verblijf|alleen|soms|uitzondering)",
            r"(?:ouders|gezin|familie|client|pleger|niemand) & <niet> & (?:achter|hoor\w*|weten|merk\w*|ziet|zien|ontdek\w*) & (?:gebeld|gemeld|meldde|belde|van jou|wie) & !(?:mag|mogen|zorg|zorgen|laat|vertel|toestemming)",
            r"<vt> & (?:deelt|bewaart) & <niet> & !(?:toestemming|advies\w*)",
            r"(?:blijft|blijven) … binnen <vt>",
            r"zonder (?:je |jouw )?naam & <kan> & <melden>",
            r"(?:merk\w*|ontdekt|ontdekken) & <niet> & <melden>",
            r"(?:blijf\w*|word\w*|is|zijn|houdt|houden|gehouden|mag|mogen) & (?:geheim|geheim gehouden|geheimhouden|vertrouwelijk|onder (?:ons|jullie)|tussen (?:ons|jullie|jou)|binnenskamers) & !<niet> & !(?:alleen|soms|uitzondering)",
            r"(?:beloof|belooft|beloven|garandeer|garanderen|verzeker|zeg (?:tegen|aan)) & (?:niets|niemand|nooit)",
            r"(?:beloof|belooft|beloven|garandeer|garanderen|verzeker|zeg (?:tegen|aan)) & (?:geheim\w*|vertrouwelijk) & !<niet>",
            r"leest niemand|niemand (?:kan )?(?:mee)?lees\w*|niemand … (?:weet|hoort|ontdekt|te weten|erachter) … (?:je|jij|jou|jouw|wie|dat)|weet niemand",
            r"gegevens & (?:niemand|nooit|niet) & (?:gedeeld|door\w*) & !toestemming & !<burger>",
        ],
    },
];
