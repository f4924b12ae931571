//! Sentences with the estimate that a careful reader takes from them, or none.

use super::matching::first_own;
use super::{Usage, Yardsticks, confidence_phrases, find_terms, foreign_terms, judgement_estimate, percentages};
use crate::document::{MarkKind, Prose, ProseBuilder};
use crate::text::FileId;

/// Sentence, and the words of its own estimate on whatever yardstick.
const SENTENCES: &[(&str, Option<&str>)] = &[
    // Plain predicates, adverbs, and every term.
    ("The two navies are highly unlikely to merge.", Some("highly unlikely")),
    ("The two navies are highly likely to drill together again.", Some("highly likely")),
    ("The ministry is likely to cut its forecast.", Some("likely")),
    ("The ministry is unlikely to cut its forecast.", Some("unlikely")),
    ("It is very unlikely that the strike will end this week.", Some("very unlikely")),
    ("It is very likely that the strike will end this week.", Some("very likely")),
    ("The strike will probably end this week.", Some("probably")),
    ("The strike will very probably end this week.", Some("very probably")),
    ("The strike will almost certainly end this week.", Some("almost certainly")),
    ("The strike is almost certain to end this week.", Some("almost certain")),
    ("The strike is nearly certain to end this week.", Some("nearly certain")),
    ("It is probable that the dam will hold.", Some("probable")),
    ("It is improbable that the dam will hold.", Some("improbable")),
    ("It is highly probable that the dam will hold.", Some("highly probable")),
    ("It is highly improbable that the dam will hold.", Some("highly improbable")),
    ("There is a remote chance that the dam will fail.", Some("remote chance")),
    ("There is almost no chance that the dam will fail.", Some("almost no chance")),
    ("There is a realistic possibility that the dam will fail.", Some("realistic possibility")),
    ("There is a realistic possibility of a second wave.", Some("realistic possibility")),
    ("There is a roughly even chance that the dam will fail.", Some("roughly even chance")),
    ("The odds of failure are roughly even odds at best.", Some("roughly even odds")),
    ("There is an even chance of rain.", Some("even chance")),
    ("The chances are about even that the dam will hold.", Some("chances are about even")),
    ("Chances about even that the dam will hold.", Some("chances about even")),
    ("It is about as likely as not that the ice will melt.", Some("about as likely as not")),
    ("It is more likely than not that the ice will melt.", Some("more likely than not")),
    ("It is virtually certain that the ice will melt.", Some("virtually certain")),
    ("It is exceptionally unlikely that the ice will grow.", Some("exceptionally unlikely")),
    ("The chances of a coup remain remote.", Some("remote")),
    ("The prospect of a coup is remote.", Some("remote")),
    ("A coup is a remote possibility.", Some("remote possibility")),
    ("He will probably not stand again.", Some("probably not")),
    ("He will almost certainly not stand again.", Some("almost certainly not")),
    // Spelling, case, white space, hyphens.
    ("Highly Unlikely that the talks resume.", Some("highly unlikely")),
    ("THE TALKS ARE HIGHLY UNLIKELY TO RESUME", Some("highly unlikely")),
    ("The talks are highly  unlikely to resume.", Some("highly unlikely")),
    ("The talks are highly\u{a0}unlikely to resume.", Some("highly unlikely")),
    ("The talks are highly-unlikely to resume.", Some("highly-unlikely")),
    ("The talks are highly\nunlikely to resume.", Some("highly unlikely")),
    ("The talks are un\u{ad}likely to resume.", Some("unlikely")),
    ("The talks will likely resume.", Some("likely")),
    ("The raiders likely left the city at dawn.", Some("likely")),
    ("The raid was likely the work of one cell.", Some("likely")),
    ("The raid was probably the work of one cell.", Some("probably")),
    ("The breach is likely a result of a stolen key.", Some("likely")),
    ("The leak came likely from inside.", Some("likely")),
    ("Probably the port will close before the winter.", Some("probably")),
    ("Likely, the port will close.", Some("likely")),
    ("Unlikely: the port closes before the winter.", Some("unlikely")),
    ("Outlook for the port: unlikely.", Some("unlikely")),
    ("Scenario A: a new tariff (likely, 60 %)", Some("likely")),
    ("Scenario B: no tariff (Remote)", Some("remote")),
    // Own words with a reporting verb.
    ("We assess that the port is likely to close.", Some("likely")),
    ("We judge it highly likely that the port will close.", Some("highly likely")),
    ("We therefore believe it is unlikely that the port will close.", Some("unlikely")),
    ("I assess it is likely that the port will close.", Some("likely")),
    ("We continue to assess that closure is unlikely.", Some("unlikely")),
    ("It is assessed as highly likely that the port will close.", Some("highly likely")),
    ("It is judged to be unlikely that the port will close.", Some("unlikely")),
    ("This suggests that the port is likely to close.", Some("likely")),
    ("The evidence suggests that the port is likely to close.", Some("likely")),
    ("Our analysis indicates that a strike is unlikely.", Some("unlikely")),
    ("This assessment concludes that a strike is unlikely.", Some("unlikely")),
    ("According to our model, the port is likely to close.", Some("likely")),
    ("In our view, the port is likely to close.", Some("likely")),
    // Nobody in particular says it: the author does.
    ("It is important to note that the raiders likely have a second base.", Some("likely")),
    ("It is worth noting that the raiders likely have a second base.", Some("likely")),
    ("It should be noted that the raiders likely have a second base.", Some("likely")),
    ("Note that the raiders likely have a second base.", Some("likely")),
    ("It says that the raiders likely have a second base.", None),
    ("It has noted that the raiders likely have a second base.", None),
    ("Officials went on to note that the raiders likely have a second base.", None),
    // Somebody else's.
    ("Analysts say it is likely that the port will close.", None),
    ("The minister believes that a strike is likely.", None),
    ("Reports suggest it is likely that the port will close.", None),
    ("According to the harbour master, the port is likely to close.", None),
    ("According to the bank, it is likely that rates will fall.", None),
    ("The port is likely to close, according to the harbour master.", None),
    ("The port is likely to close, analysts say.", None),
    ("The port is likely to close, said the harbour master.", None),
    ("The port is reportedly likely to close.", None),
    ("The port is said to be likely to close.", None),
    ("The port is widely believed to be likely to close.", None),
    ("Critics argue that the port, which is old, is likely to close.", None),
    ("Officials warned that the port was likely to close.", None),
    ("The firm claims it is unlikely that prices will rise.", None),
    ("Beijing sees a blockade as unlikely.", None),
    ("In the minister's view, a strike is unlikely.", None),
    ("Fears that a strike is likely have moved the market.", None),
    ("The claim that war is likely has no basis.", None),
    ("The union's expectation is that a strike is likely, its leaders said.", None),
    ("The agency announced that closure is likely.", None),
    ("The director told reporters that closure is likely.", None),
    // Somebody else's first, the author's own after it.
    (
        "Despite alarmist claims of a likely merger, it is highly unlikely that the two firms will join.",
        Some("highly unlikely"),
    ),
    ("Despite claims that war is likely, the two states are highly unlikely to fight.", Some("highly unlikely")),
    ("Although officials say that a deal is likely, we judge that it is unlikely.", Some("unlikely")),
    ("Analysts say a deal is likely, but it is highly unlikely that one will be signed.", Some("highly unlikely")),
    ("Analysts say a deal is likely; it is highly unlikely.", Some("highly unlikely")),
    ("The press says a deal is likely. It is highly unlikely that one will be signed.", Some("highly unlikely")),
    ("Despite fears of a strike, the port is likely to stay open.", Some("likely")),
    ("The president, who said he would not run, is likely to run.", Some("likely")),
    ("Territorial claims in the strait are likely to persist.", Some("likely")),
    ("Reports of fighting are likely to increase.", Some("likely")),
    ("Russia announced a call-up and is likely to attack again.", Some("likely")),
    // Noun phrases.
    ("Remote access tools were found on two hosts.", None),
    ("The flaw allows remote code execution.", None),
    ("Remote workers were phished.", None),
    ("The most likely primary objective is theft of keys.", None),
    ("Theft of keys is the most likely primary objective.", None),
    ("Likely targets include ports and grids.", None),
    ("The police named three likely suspects.", None),
    ("They listed the likely candidates for the post.", None),
    ("A likely outcome is a short truce.", None),
    ("The likely cause is a worn valve.", None),
    ("Its likely successor has been named.", None),
    ("Ports are likely targets of the group.", None),
    ("The probable cause was a worn valve.", None),
    ("An almost certain victory slipped away.", None),
    ("They met at a remote airfield.", None),
    ("Talk of an unlikely alliance grew.", None),
    ("The base is remote and cold.", None),
    ("The likelihood of a strike has grown.", None),
    ("The probability of a strike is 40 %.", None),
    // "Most likely" with a verb is the plain term.
    ("The group will most likely return.", Some("most likely")),
    ("The group is most likely to return by sea.", Some("most likely")),
    ("The leak most likely came from inside.", Some("most likely")),
    // Comparisons.
    ("A truce is more likely than a peace.", None),
    ("A truce is less likely to hold in the north.", None),
    ("A truce is as likely as a new attack.", None),
    ("The north is the least likely to fall.", None),
    ("A truce is now equally likely in the north.", None),
    ("A truce has become more likely.", None),
    ("It is not clear how likely a truce is.", None),
    ("War is twice as likely as before.", None),
    // Negation.
    ("The port is not likely to close.", None),
    ("The port isn't likely to close.", None),
    ("The port isn’t very likely to close.", None),
    ("It is not at all likely that the port will close.", None),
    ("There is no realistic possibility of a truce.", None),
    ("A truce is never likely to hold.", None),
    ("It is not unlikely that the port will close.", None),
    ("We do not think it likely that the port will close.", None),
    ("It is not only likely but certain that the port will close.", Some("likely")),
    ("It is likely that the port will not close.", Some("likely")),
    // Conditions and questions.
    ("If it becomes likely that the port closes, cargo moves north.", None),
    ("Should closure become likely, cargo moves north.", None),
    ("Unless a truce is likely, the port will close.", None),
    ("Is the port likely to close?", None),
    ("The question is whether the port is likely to close.", None),
    ("If the port closes, cargo is likely to move north.", Some("likely")),
    ("Cargo is likely to move north if the port closes.", Some("likely")),
    ("Will it rain? It is likely to rain.", Some("likely")),
    // Quotation and code.
    ("The minister said: “War is likely.”", None),
    ("The memo reads 'war is likely' on every page.", None),
    ("The memo reads ‘war is “very likely” now’ on every page.", None),
    ("Das Blatt schreibt „war is likely“ dazu.", None),
    ("Le journal écrit « war is likely » ici.", None),
    ("The memo says \"war is likely\", yet it is highly unlikely.", Some("highly unlikely")),
    ("The field `is_likely or likely` is set.", None),
    ("China’s allies’ exports are likely to fall.", Some("likely")),
    // Side clauses.
    ("Although a coup is unlikely, unrest is highly likely.", Some("highly likely")),
    ("While a strike is likely in the north, the south will remain quiet.", None),
    ("The government will survive because the army is unlikely to defect.", None),
    ("Russia will send units that are likely to stay.", None),
    ("With sanctions in place, the port is likely to close.", Some("likely")),
    ("In the next year, the port is likely to close.", Some("likely")),
    ("The port, which handles grain, is likely to close.", Some("likely")),
    // Several.
    ("The port is likely to close. Grain is highly likely to spoil.", Some("likely")),
    ("The port is unlikely to close and highly likely to grow.", Some("unlikely")),
    ("Prices will rise. They are likely to fall again in May.", Some("likely")),
    // Prose as reports have it.
    ("Ukrainian forces are highly likely to have withdrawn from the eastern bank by 3 May.", Some("highly likely")),
    ("Wagner Group elements have likely been redeployed to Mali since December.", Some("likely")),
    ("Iran probably or likely will not resume enrichment.", Some("probably")),
    (
        "APT29 almost certainly operates on behalf of the Russian Foreign Intelligence Service (SVR).",
        Some("almost certainly"),
    ),
    ("It is likely the Kremlin's messaging will shift over the coming months.", Some("likely")),
    ("The attack was likely carried out by a state-sponsored group.", Some("likely")),
    ("North Korea is likely to test another missile despite warnings that sanctions would follow.", Some("likely")),
    ("Beijing is unlikely, in our judgement, to invade before 2027.", Some("unlikely")),
    (
        "Although some analysts believe an invasion is imminent, Beijing is likely to rely on grey-zone pressure.",
        Some("likely"),
    ),
    ("While the IMF forecasts growth of 4 %, output is likely to contract.", Some("likely")),
    ("The IMF believes growth is likely to slow.", None),
    ("A senior official told the paper that talks were unlikely to resume.", None),
    ("The regime is likely to survive, although protests continue.", Some("likely")),
    ("Given the losses of the past year, the regime is likely to seek a truce.", Some("likely")),
    ("As sanctions bite, the regime is likely to seek a truce.", Some("likely")),
    ("Because stocks are low, prices are likely to rise.", Some("likely")),
    ("Because a strike is likely, prices have risen.", None),
    ("Moscow says it wants peace, but it is highly likely preparing a new offensive.", Some("highly likely")),
    ("Moscow has said it wants peace and is likely preparing a new offensive.", None),
    ("We assess with moderate confidence that Hamas is unlikely to accept the proposal as drafted.", Some("unlikely")),
    ("We estimate that production is likely to double by 2026.", Some("likely")),
    ("Experts estimate that production is likely to double by 2026.", None),
    ("Russian officials' claims notwithstanding, the brigade was likely destroyed.", Some("likely")),
    ("Contrary to media reports that a deal is likely, agreement is unlikely before June.", Some("unlikely")),
    ("Reports that the talks failed are likely accurate.", None),
    ("We assess there is a realistic possibility that the group will splinter.", Some("realistic possibility")),
    ("He dismissed as unlikely any talk of a coup.", None),
    ("The new law makes prosecutions more likely.", None),
    ("The group has grown less likely to negotiate.", None),
    ("Voters are the most likely to switch in the north.", None),
    ("China will likely continue to avoid formal alliances.", Some("likely")),
    ("It's likely that the campaign will continue.", Some("likely")),
    ("It's not likely that the campaign will continue.", None),
    ("There's no chance and it is hardly likely to work.", None),
    ("No party is likely to win a majority, so a stable government is unlikely.", None),
    ("The actor will likely target the energy sector, as it has in the past.", Some("likely")),
    ("The malware is as a result likely to spread.", Some("likely")),
    ("Remote and rural hospitals are exposed to remote exploitation.", None),
    ("The chances that the regime collapses this year are remote.", Some("remote")),
    ("There is only a remote chance of recovery.", Some("remote chance")),
    ("Over the next 12 months, protests are likely in every large city.", Some("likely")),
    ("Protests, strikes and blockades are all likely.", Some("likely")),
    ("Protests are likely.", Some("likely")),
    ("Protests seem unlikely in the short term.", Some("unlikely")),
    ("The two most exposed ports are both likely to close.", Some("likely")),
    ("The government, which insists that it has the numbers, is likely to lose the vote.", Some("likely")),
    ("The government's claim to the islands is likely to be rejected by the court.", Some("likely")),
    ("The court is likely to reject claims that the vote was rigged.", Some("likely")),
    ("The view from the ground is likely to differ.", Some("likely")),
    ("The claim is likely false.", Some("likely")),
    ("The document is probably genuine.", Some("probably")),
    ("The claims are probably exaggerated.", Some("probably")),
    ("The attackers' infrastructure was most probably rented; they likely paid in crypto.", Some("most probably")),
    ("This is almost certainly a false-flag operation.", Some("almost certainly")),
    ("Future attacks likely will use the same tooling.", Some("likely")),
    ("Saudi Arabia thinks in decades and is likely to wait.", Some("likely")),
    ("Saudi Arabia thinks that war is likely.", None),
    ("The Taliban are likely to regard the deal as void.", Some("likely")),
    ("Observers regard a deal as likely.", None),
    ("A deal is regarded by observers as likely.", None),
    ("A deal is now regarded as likely.", Some("likely")),
    ("What Moscow says matters less: an attack is likely.", Some("likely")),
    ("The ministry said on Monday that exports rose 5%. A repeat is unlikely.", Some("unlikely")),
    ("\"We are likely to win,\" the general said.", None),
    ("The general said \"we will win,\" but defeat is likely.", Some("likely")),
    ("Were the talks to fail, as seems likely, war would follow.", None),
    ("Whether or not the strike is likely, the firm has prepared.", None),
    ("In the unlikely event of a strike, the firm has stocks.", None),
    ("In the event of a strike, the firm is likely to use its stocks.", Some("likely")),
    ("When the ice melts, shipping is likely to grow.", Some("likely")),
    ("When war is likely, prices rise.", None),
    ("Once the ice melts, shipping is likely to grow.", Some("likely")),
    ("The ice is likely to melt faster than expected.", Some("likely")),
    ("Losses are likely to be greater than in 2022.", Some("likely")),
    ("A further 20 % rise is likely.", Some("likely")),
    ("We judge that, if the port closes, cargo is likely to move north.", Some("likely")),
    ("Prices rose faster than in May, and are likely to rise again.", Some("likely")),
    ("The group is unlikely to be as successful as in 2020.", Some("unlikely")),
    ("The group is likely as strong as it was in 2020.", Some("likely")),
    ("The group is so likely to fail that nobody pays it.", None),
    ("Tehran is likely to say that it was not involved.", Some("likely")),
    ("Moscow is very much likely to respond.", Some("likely")),
    (
        "According to three people familiar with the matter, the firm is unlikely to bid, and the price is likely to fall.",
        None,
    ),
    (
        "The firm is likely to bid, with sales up 5%, according to customs data, and a new factory planned.",
        Some("likely"),
    ),
    ("Few believe the truce is likely to hold.", None),
    ("Nobody thinks the truce is likely to hold.", None),
    ("This makes a truce likely.", Some("likely")),
    ("It would be wrong to assume that a truce is likely.", None),
    ("It is unclear whether a truce is likely.", None),
    ("It is clear that a truce is likely.", Some("likely")),
    ("It is therefore likely that a truce holds.", Some("likely")),
    ("More importantly, a truce is likely.", Some("likely")),
    ("At least one ship is likely to sail.", Some("likely")),
    ("How the army will react is unknown, but it is likely to stay in its barracks.", Some("likely")),
    ("The army is not united and is likely to stay in its barracks.", Some("likely")),
    ("The army has not moved; it is likely to stay in its barracks.", Some("likely")),
    ("It is likely, if not certain, that the army will stay.", Some("likely")),
    ("It is likely, and in the north highly likely, that the army will stay.", Some("likely")),
    ("It remains unlikely that either side will prevail.", Some("unlikely")),
    ("Mr. Smith is likely to resign.", Some("likely")),
    ("Gen. Li of the P.L.A. is likely to resign.", Some("likely")),
    ("U.S. support is likely to continue.", Some("likely")),
    ("Support from the U.S. Congress is likely to continue.", Some("likely")),
    ("Support from the E.U. is probably going to continue.", Some("probably")),
    ("No party is likely to win a majority.", None),
    ("Analysts say the port (old as it is) is likely to close.", None),
    ("The minister said: war is likely.", None),
    ("We assess the following: war is likely.", Some("likely")),
    ("The port (old as it is) is likely to close.", Some("likely")),
    ("The group likely uses a relay in Riga.", Some("likely")),
    ("The group likely targets the rail network.", Some("likely")),
    ("They struck likely targets in the north.", None),
    ("The new units (likely from Belarus) crossed on Monday.", Some("likely")),
    ("The convoy – likely from Belarus – crossed on Monday.", Some("likely")),
    ("The convoy, almost certainly from Belarus, crossed on Monday.", Some("almost certainly")),
    ("This will likely result in a ban.", Some("likely")),
    ("We assess that the minister, despite what he says, is likely to resign.", Some("likely")),
    ("The trend is likely to continue into 2025.", Some("likely")),
    ("Public support is likely to erode as casualties mount.", Some("likely")),
    ("Public support is likely lower than polls show.", Some("likely")),
    ("The sale was likely approved by the board.", Some("likely")),
    ("It is likely Hezbollah will respond within days.", Some("likely")),
    ("Hezbollah likely possesses more than 100,000 rockets.", Some("likely")),
    ("Hezbollah's response is likely to be limited.", Some("likely")),
    ("We judge Hezbollah likely retains most of its launchers.", Some("likely")),
    ("Tehran probably assesses that its deterrent has weakened.", Some("probably")),
    ("Tehran assesses that an attack is likely.", None),
    ("Tehran probably fears that an attack is likely.", Some("probably")),
    ("Tehran almost certainly views the strike as a violation.", Some("almost certainly")),
    ("Tehran likely views a strike as unlikely.", Some("likely")),
    ("Tehran is likely to claim that the strike failed.", Some("likely")),
    ("The IRGC likely believes that its deterrent has weakened.", Some("likely")),
    ("Although we cannot exclude a strike, it is likely that Tehran waits.", Some("likely")),
    ("In contrast to earlier years, Tehran is likely to wait.", Some("likely")),
    ("Unlike in 2014, Russia is likely to face sanctions.", Some("likely")),
    ("With an election near, the government is likely to spend.", Some("likely")),
    ("After the vote, the government is likely to fall.", Some("likely")),
    ("Since the vote was rigged, unrest is likely.", Some("likely")),
    ("Even if the vote is fair, unrest is likely.", Some("likely")),
    ("Even if unrest is likely, the vote goes ahead.", None),
    ("Whether the vote is fair or not, unrest is likely.", Some("likely")),
    ("If, as expected, the vote is rigged, unrest is likely.", Some("likely")),
    ("Unrest is likely unless the vote is fair.", Some("likely")),
    ("Unrest is likely because the vote was rigged.", Some("likely")),
    ("Unrest is likely although the vote was fair.", Some("likely")),
    ("There are two reasons why unrest is likely.", Some("likely")),
    ("Unrest is likely; analysts say it will be short.", Some("likely")),
    ("Unrest is likely, but analysts say it will be short.", Some("likely")),
    ("Unrest is likely and, according to the police, already planned.", Some("likely")),
    ("Unrest is likely. Analysts say it will be short.", Some("likely")),
    ("The police consider unrest likely.", None),
    ("We consider unrest likely.", Some("likely")),
    ("Unrest is considered likely.", Some("likely")),
    ("Unrest is considered likely by the police.", None),
    ("The police, for their part, think unrest likely.", None),
    ("In its annual report, the police judges that unrest is likely.", None),
    ("This report judges that unrest is likely.", Some("likely")),
    ("Based on past reports, unrest is likely.", Some("likely")),
    ("Based on what the police say, unrest is likely.", None),
    ("Local press reports of unrest are likely accurate.", Some("likely")),
    ("Media reporting indicates that the unrest is likely to spread.", None),
    ("Satellite imagery indicates that the base is likely active.", Some("likely")),
    ("Satellite imagery shows a likely hangar at the base, and the base is likely active.", Some("likely")),
    ("Satellite imagery shows a probable SA-21 site.", None),
    ("Probable SA-21 sites were seen, and more are likely.", Some("likely")),
    ("It appears likely that more are built.", Some("likely")),
    ("It looks increasingly certain, and at least likely, that more are built.", Some("increasingly certain")),
    ("More sites are very probably built; more are likely.", Some("very probably")),
    ("There is a very remote chance of a coup.", Some("very remote")),
    // Nothing there.
    ("The port will close.", None),
    ("The port may close.", None),
    ("", None),
    ("likelihood unlikelihood likeliest certainly uncertain", None),
];

#[test]
fn the_estimate_is_the_one_that_a_reader_takes() {
    let yardsticks = Yardsticks::built_in();
    assert!(SENTENCES.len() >= 120);
    let mut wrong = Vec::new();
    for (sentence, expected) in SENTENCES {
        let matches = find_terms(sentence, &yardsticks, None);
        let listed: Vec<_> = matches.iter().map(|found| (found.words.clone(), found.usage, found.negated)).collect();
        let own = first_own(matches).filter(|found| !found.negated).map(|found| found.words);
        if own.as_deref() != *expected {
            wrong.push(format!("{sentence}\n    expected {expected:?}, found {listed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), SENTENCES.len(), wrong.join("\n"));
}

#[test]
fn each_yardstick_reads_its_own_terms_and_no_others() {
    let yardsticks = Yardsticks::built_in();
    for (yardstick, sentence, expected) in [
        ("icd-203", "They are very unlikely to ally.", Some("very unlikely")),
        ("phia", "They are very unlikely to ally.", None),
        ("phia", "They are highly unlikely to ally.", Some("highly unlikely")),
        ("icd-203", "They are highly unlikely to ally.", None),
        ("nato", "There is a roughly even chance of rain.", None),
        ("icd-203", "There is a roughly even chance of rain.", Some("roughly even chance")),
        ("nato", "There is an even chance of rain.", Some("even chance")),
        ("kent", "He will probably not stand.", Some("probably not")),
        ("icd-203", "He will probably not stand.", Some("likely")),
        ("kent", "He will almost certainly not stand.", Some("almost certainly not")),
        ("phia", "He will almost certainly not stand.", Some("almost certain")),
        ("ipcc-ar5", "It is about as likely as not.", Some("about as likely as not")),
        ("phia", "It is about as likely as not.", None),
        ("phia", "They are quite likely to ally.", None),
        ("phia", "They are increasingly likely to ally.", None),
        ("phia", "A remote possibility remains.", None),
        ("icd-203", "A remote possibility remains.", Some("almost no chance")),
        ("phia", "It will most likely rain.", Some("likely")),
        ("phia", "They are not likely to ally. They are likely to trade.", None),
        ("phia", "They are very likely to ally. They are likely to trade.", None),
    ] {
        let prose = Prose::synthetic(sentence);
        let found = judgement_estimate(&prose, &yardsticks, yardstick);
        let index = yardsticks.names().position(|name| name == yardstick).unwrap();
        let name = found
            .as_ref()
            .and_then(|found| found.reading(index))
            .map(|reading| yardsticks.get(yardstick).unwrap().terms[reading.term].name.as_str());
        assert_eq!(name, expected, "{yardstick}: {sentence}");
    }
    assert!(judgement_estimate(&Prose::synthetic("It is likely."), &yardsticks, "no such").is_none());
}

#[test]
fn only_one_yardsticks_terms_are_found_when_one_is_asked_for() {
    let yardsticks = Yardsticks::built_in();
    let text = "It is very unlikely to rain, and will probably not snow.";
    let words = |only| find_terms(text, &yardsticks, only).into_iter().map(|found| found.words).collect::<Vec<_>>();
    assert_eq!(words(None), ["very unlikely", "probably not"]);
    assert_eq!(words(Some("phia")), ["probably"]);
    assert_eq!(words(Some("Kent")), ["probably not"]);
    assert_eq!(words(Some("none")), [] as [&str; 0]);
}

#[test]
fn foreign_terms_name_who_knows_them_and_the_nearest() {
    let yardsticks = Yardsticks::built_in();
    let foreign = |text: &str, yardstick: &str| {
        foreign_terms(text, &yardsticks, yardstick)
            .into_iter()
            .map(|term| {
                let known: Vec<&str> = term.known_to.iter().map(|yardstick| yardstick.name.as_str()).collect();
                (term.words, known.join(" "), term.nearest.unwrap().name.clone())
            })
            .collect::<Vec<_>>()
    };
    let of = |words: &str, known: &str, nearest: &str| (words.to_owned(), known.to_owned(), nearest.to_owned());
    assert_eq!(
        foreign("They are very likely to ally.", "phia"),
        [of("very likely", "icd-203 ipcc-ar5", "highly likely")]
    );
    assert_eq!(foreign("They are quite likely to ally.", "phia"), [of("quite likely", "", "likely")]);
    assert_eq!(
        foreign("There is a realistic possibility of rain.", "icd-203"),
        [of("realistic possibility", "phia phia-2019", "roughly even chance")]
    );
    assert_eq!(foreign("Rain is likely.", "phia"), []);
    assert_eq!(foreign("Analysts say rain is very likely.", "phia"), []);
}

#[test]
fn negation_and_superlatives_are_recorded() {
    let yardsticks = Yardsticks::built_in();
    let found = &find_terms("It is not likely to rain.", &yardsticks, Some("phia"))[0];
    assert!(found.negated && found.usage.is_own() && !found.is_estimate());
    let found = &find_terms("It will most likely rain.", &yardsticks, Some("phia"))[0];
    assert!(found.superlative && found.is_estimate());
    let found = &find_terms("They say it is likely.", &yardsticks, None)[0];
    assert_eq!(found.usage, Usage::Reported);
}

#[test]
fn code_in_prose_is_no_estimate() {
    let mut builder = ProseBuilder::new(FileId::FIRST);
    builder.push("The value is ", 0);
    builder.open(MarkKind::Code);
    builder.push("likely", 14);
    builder.close();
    builder.push(" here, and it is unlikely to change.", 21);
    let found = judgement_estimate(&builder.finish(), &Yardsticks::built_in(), "phia").unwrap();
    assert_eq!(found.words, "unlikely");
}

#[test]
fn a_custom_yardstick_comes_first_and_shadows_a_built_in_one() {
    let definition: super::YardstickDefinition =
        toml::from_str("terms = [{ name = 'odds-on', percent = '>60' }, { name = 'long shot', percent = '<20' }]")
            .unwrap();
    let yardsticks = Yardsticks::with_custom([definition.validate("nato").unwrap()]);
    assert_eq!(yardsticks.names().filter(|name| *name == "nato").count(), 1);
    let words: Vec<_> = find_terms("A truce is odds on; peace is a long-shot.", &yardsticks, Some("nato"))
        .into_iter()
        .map(|found| (found.words.clone(), found.is_estimate()))
        .collect();
    assert_eq!(words, [("odds on".to_owned(), true), ("long-shot".to_owned(), true)]);
}

/// The work per term is bounded; were it not, these sentences of thousands of terms would take hours.
#[test]
fn long_sentences_take_linear_time() {
    let yardsticks = Yardsticks::built_in();
    let started = std::time::Instant::now();
    for unit in ["analysts say, if not likely ", "“‘«'\" likely ", "as likely as ", "50% - over confidence: "] {
        let text = unit.repeat(8_000);
        assert!(find_terms(&text, &yardsticks, None).len() <= 16_000);
        let _ = (percentages(&text), confidence_phrases(&text));
    }
    // In quadratic time they take hours, on a busy machine in linear time a minute.
    assert!(started.elapsed().as_secs() < 600, "{:?}", started.elapsed());
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn texts() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "likely",
            "unlikely",
            "Highly",
            "very",
            "remote",
            "chance",
            "even",
            "roughly",
            "probably",
            "not",
            "almost",
            "certainly",
            "most",
            "as",
            "than",
            "analysts say",
            "that",
            "if",
            "we assess",
            ",",
            ";",
            "? ",
            ". ",
            "“",
            "”",
            "'",
            "\"",
            "«",
            "»",
            "‘",
            "’",
            "`",
            "\u{a0}",
            "-",
            "—",
            "\n\n",
            "is",
            "to",
            "the",
            "targets",
            "high",
            "confidence",
            "medium",
            "(",
            ")",
            ":",
            "55",
            "80",
            "%",
            "–",
            "per cent",
            "between",
            "and",
            "over",
            "é",
            "日本",
            "\u{ad}",
            "😀",
            "…",
            "according to",
            "claims of",
            "in",
            "view",
            "ſ",
            "İ",
            "\u{301}",
        ]);
        prop::collection::vec((pieces, prop::bool::ANY), 0..40).prop_map(|pieces| {
            let mut text = String::new();
            for (piece, blank) in pieces {
                text.push_str(piece);
                if blank {
                    text.push(' ');
                }
            }
            text
        })
    }

    fn sound<'r>(text: &str, ranges: impl Iterator<Item = &'r std::ops::Range<usize>>) {
        let mut last = 0;
        for range in ranges {
            assert!(range.start >= last && range.start < range.end && range.end <= text.len(), "{range:?} in {text:?}");
            assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end), "{range:?} in {text:?}");
            last = range.end;
        }
    }

    static YARDSTICKS: std::sync::LazyLock<Yardsticks> = std::sync::LazyLock::new(Yardsticks::built_in);

    proptest! {
        #[test]
        fn ranges_are_sound(text in prop_oneof![texts(), any::<String>()]) {
            let yardsticks = &*YARDSTICKS;
            for only in [None, Some("phia"), Some("kent")] {
                let found = find_terms(&text, yardsticks, only);
                sound(&text, found.iter().map(|found| &found.range));
                for found in &found {
                    for reading in &found.readings {
                        prop_assert!(reading.range.start >= found.range.start && reading.range.end <= found.range.end);
                    }
                }
            }
            let found = percentages(&text);
            sound(&text, found.iter().map(|(range, ..)| range));
            for (_, low, high) in &found {
                prop_assert!(0.0 <= *low && low <= high && *high <= 1.0);
            }
            let found = confidence_phrases(&text);
            sound(&text, found.iter().map(|(range, _)| range));
            let _ = foreign_terms(&text, yardsticks, "icd-203");
            let _ = judgement_estimate(&Prose::synthetic(text.clone()), yardsticks, "icd-203");
        }

        #[test]
        fn case_and_white_space_change_nothing(text in texts()) {
            let yardsticks = &*YARDSTICKS;
            let count = |text: &str| find_terms(text, yardsticks, None).len();
            prop_assert_eq!(count(&text), count(&text.replace(' ', "  ")));
            prop_assert_eq!(count(&text), count(&text.to_ascii_uppercase()));
        }
    }
}
