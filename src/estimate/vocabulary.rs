//! Word lists by which the words around a likelihood term are read. All in lower case, as words are folded.

/// Verbs of saying and believing that take a clause with or without "that".
#[rustfmt::skip]
pub(super) const SAYING: &[&str] = &[
    "say", "says", "said", "saying", "claim", "claims", "claimed", "claiming", "believe", "believes", "believed",
    "believing", "think", "thinks", "thought", "argue", "argues", "argued", "arguing", "assert", "asserts",
    "asserted", "suggest", "suggests", "suggested", "suggesting", "warn", "warns", "warned", "warning", "maintain",
    "maintains", "maintained", "insist", "insists", "insisted", "contend", "contends", "contended", "fear", "fears",
    "feared", "speculate", "speculates", "speculated", "allege", "alleges", "alleged", "assess", "assesses",
    "assessed", "judge", "judges", "judged", "conclude", "concludes", "concluded", "deem", "deems", "deemed",
    "consider", "considers", "considered", "doubt", "doubts", "doubted", "assume", "assumes", "assumed", "assuming",
    "told", "caution", "cautions", "cautioned",
];

/// Verbs that report only with "that": without it they have objects of their own.
#[rustfmt::skip]
pub(super) const SAYING_THAT: &[&str] = &[
    "announce", "announces", "announced", "state", "states", "stated", "note", "notes", "noted", "report", "reports",
    "reported", "predict", "predicts", "predicted", "forecast", "forecasts", "expect", "expects", "expected",
    "estimate", "estimates", "estimated", "acknowledge", "acknowledges", "acknowledged", "tell", "tells", "observe",
    "observes", "observed", "add", "adds", "added", "admit", "admits", "admitted", "confirm", "confirms", "confirmed",
    "write", "writes", "wrote", "hope", "hopes", "hoped", "indicate", "indicates", "indicated", "show", "shows",
    "showed", "reckon", "reckons", "reckoned", "worry", "worries", "worried", "agree", "agrees", "agreed", "hold",
    "holds", "declare", "declares", "declared", "explain", "explains", "explained", "signal", "signalled", "signals",
];

/// Verbs of seeing something as likely.
#[rustfmt::skip]
pub(super) const SEEING: &[&str] = &[
    "see", "sees", "saw", "seen", "view", "views", "viewed", "regard", "regards", "regarded", "perceive", "perceives",
    "perceived", "rate", "rates", "rated", "describe", "describes", "described", "portray", "portrays", "portrayed",
    "dismiss", "dismisses", "dismissed", "assess", "assesses", "assessed", "judge", "judges", "judged",
];

/// Verbs by which evidence speaks, and the author draws the conclusion.
#[rustfmt::skip]
pub(super) const SHOWING: &[&str] = &[
    "suggest", "suggests", "suggested", "suggesting", "indicate", "indicates", "indicated", "show", "shows", "showed",
];

/// Subjects who are other people, so that what they suggest is theirs.
#[rustfmt::skip]
pub(super) const OTHERS: &[&str] = &[
    "report", "reports", "media", "press", "source", "sources", "official", "officials", "analyst", "analysts",
    "expert", "experts", "commentator", "commentators", "observer", "observers", "critic", "critics", "rumour",
    "rumours", "rumor", "rumors", "article", "articles", "newspaper", "newspapers", "statement", "statements",
    "spokesman", "spokeswoman", "spokesperson", "he", "she", "they", "some", "many", "others", "ministers",
    "minister", "president", "leaders", "diplomats", "pundits", "insiders", "researchers", "polls", "bloggers",
    "posts", "outlets",
];

/// Nouns that carry a clause or an "of": claims that, fears of.
#[rustfmt::skip]
pub(super) const REPORTED_NOUNS: &[&str] = &[
    "claim", "claims", "report", "reports", "fear", "fears", "belief", "beliefs", "speculation", "rumour", "rumours",
    "rumor", "rumors", "suggestion", "suggestions", "allegation", "allegations", "warning", "warnings", "prediction",
    "predictions", "assertion", "assertions", "concern", "concerns", "perception", "perceptions", "view", "views",
    "argument", "arguments", "opinion", "opinions", "contention", "expectation", "expectations", "forecast",
    "forecasts", "statement", "statements", "talk", "notion", "impression", "hope", "hopes", "worry", "worries",
];

/// Participles that say who believes without naming anybody: "is said to be likely".
#[rustfmt::skip]
pub(super) const HEARSAY: &[&str] = &[
    "said", "claimed", "believed", "thought", "alleged", "reported", "feared", "rumoured", "rumored", "argued",
    "suggested", "reportedly", "allegedly", "supposedly", "purportedly",
];

/// Impersonal participles by which an author speaks: "it is assessed to be unlikely".
#[rustfmt::skip]
pub(super) const IMPERSONAL: &[&str] = &[
    "assessed", "judged", "estimated", "considered", "deemed", "seen", "viewed", "regarded", "rated", "concluded",
];

#[rustfmt::skip]
pub(super) const OWN: &[&str] = &[
    "we", "i", "our", "my", "this", "these", "us",
];

#[rustfmt::skip]
pub(super) const OWN_NOUNS: &[&str] = &[
    "author", "authors",
];

#[rustfmt::skip]
pub(super) const CONCESSIVE: &[&str] = &[
    "although", "though", "while", "whilst", "whereas", "despite", "notwithstanding", "even", "contrary",
    "regardless", "unlike", "in", "amid", "amidst", "where", "after", "as",
];

#[rustfmt::skip]
pub(super) const PRONOUNS: &[&str] = &[
    "it", "there", "we", "they", "he", "she", "this", "these", "those", "i", "such", "neither",
];

#[rustfmt::skip]
pub(super) const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "will", "would", "remains", "remain", "remained", "seems", "seem",
    "appears", "appear", "has", "have", "had", "may", "might", "could", "can", "should", "must", "becomes", "looks",
];

#[rustfmt::skip]
pub(super) const CONTRASTS: &[&str] = &[
    "but", "however", "yet", "nevertheless", "nonetheless", "instead", "rather", "therefore", "so",
];

#[rustfmt::skip]
pub(super) const DETERMINERS: &[&str] = &[
    "a", "an", "the", "any", "some", "no", "its", "their", "his", "her", "our", "my", "your", "another", "every",
    "each", "one", "two", "three", "four", "five", "several", "many", "few", "these", "those", "other", "all", "both",
    "possible", "potential", "next",
];

/// Nouns that "likely" and its kind stand in front of.
#[rustfmt::skip]
pub(super) const NOUNS: &[&str] = &[
    "suspect", "suspects", "target", "targets", "candidate", "candidates", "outcome", "outcomes", "cause", "causes",
    "scenario", "scenarios", "objective", "objectives", "explanation", "explanations", "reason", "reasons", "culprit",
    "culprits", "perpetrator", "perpetrators", "source", "sources", "response", "responses", "successor",
    "successors", "vehicle", "vehicles", "winner", "winners", "impact", "impacts", "effect", "effects", "consequence",
    "consequences", "result", "results", "course", "courses", "event", "events", "date", "dates", "location",
    "locations", "motive", "motives", "origin", "origins", "victim", "victims", "option", "options", "partner",
    "partners", "allies", "ally", "opponent", "opponents", "path", "paths", "pathway", "pathways", "route", "routes",
    "actor", "actors", "threat", "threats", "trajectory", "developments", "development", "future", "timing",
    "timeline", "intentions", "intent", "goal", "goals", "aim", "aims", "adversary", "adversaries", "alternative",
    "alternatives", "use", "users", "buyers",
];

#[rustfmt::skip]
pub(super) const PREPOSITIONS: &[&str] = &[
    "of", "for", "with", "against", "between", "among", "on", "at", "into", "about",
];

#[rustfmt::skip]
pub(super) const NEGATIONS: &[&str] = &[
    "not", "never", "neither", "nor", "no", "hardly", "scarcely", "barely", "without", "cannot",
];

/// What may stand between a negation and the term that it negates.
#[rustfmt::skip]
pub(super) const BETWEEN_NEGATION: &[&str] = &[
    "at", "all", "be", "been", "being", "considered", "deemed", "judged", "seen", "as", "yet", "currently", "now",
    "particularly", "especially", "a", "an", "longer", "have", "is", "are", "was", "were", "seem", "appear",
    "terribly", "necessarily", "that", "think", "it", "believe", "assess", "judge", "consider", "there",
];

#[rustfmt::skip]
pub(super) const CONDITIONS: &[&str] = &[
    "if", "unless", "provided", "assuming", "supposing", "once",
];

#[rustfmt::skip]
pub(super) const SUBORDINATORS: &[&str] = &[
    "although", "though", "while", "whilst", "whereas", "despite", "notwithstanding", "because", "since", "given",
    "as", "when", "even", "until", "before", "after", "where", "with",
];

/// Nouns of which "remote" is said: "the chances are remote".
#[rustfmt::skip]
pub(super) const CHANCES: &[&str] = &[
    "chance", "chances", "possibility", "possibilities", "likelihood", "probability", "prospect", "prospects", "odds",
];
