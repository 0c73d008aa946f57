//! Words that must meet and words that must not, and what holds for any text at all.
#![allow(clippy::unwrap_used)] // A failed step is a failed test.

use std::collections::HashMap;
use std::sync::Arc;

use index::{Analyser, Lexicon, normalise};
use proptest::prelude::*;

fn analyser() -> Analyser {
    Analyser::new(Arc::new(Lexicon::shipped()))
}

/// One line, one word in all its dress.
const SAME: &[&str] = &[
    "بلدية البلدية والبلدية بالبلدية للبلدية كالبلدية بلديات البلديات بلديتنا بلديتهم بلديته وللبلديات بلديتين بَلَدِيَّة بلـــدية لبلدية ببلدية وبلدية",
    "شكوى شكاوى شكاوي الشكوى الشكاوى والشكاوي بالشكاوى للشكاوى شكواهم وشكاوى بشكوى لشكاوى",
    "شارع شوارع الشارع الشوارع بالشوارع للشوارع وشوارع شوارعنا شارعين والشوارع",
    "مجلس مجالس المجلس المجالس للمجالس بمجلس ومجالس مجلسها",
    "مشروع مشاريع مشروعات المشاريع مشروعًا مشروعاً بمشروع لمشاريع مشاريعهم",
    "طريق طرق الطرق طرقات بالطرق وطرق",
    "بئر آبار الآبار للآبار بئرين",
    "مركز مراكز المراكز كمركز بمركز",
    "خريطة خرائط خارطة الخرائط بالخرائط خريطته",
    "مياه المياه ماء الماء بالماء للمياه والمياه بالمياه مياهها",
    "فريق الفريق فرق لفريق فريقها",
    "بناء البناء أبنية للبناء",
    "مدينة مدن المدينة المدن مدينتنا بالمدن مدينتين لمدينة",
    "موظف موظفون الموظفين موظفي موظفات لموظفي موظفيها",
    "مواطن مواطنين للمواطنين المواطنون والمواطنات مواطنينا",
    "خدمة خدمات الخدمات بالخدمات خدماتها خدماته بخدمات لخدمة",
    "إلكتروني الإلكترونية إلكترونياً الكترونيه بالإلكترونية",
    "وثيقة وثائق الوثائق بالوثائق لوثائق وثيقتين",
    "وزارة وزارات الوزارة لوزارة وزارتنا",
    "وحدة وحدات الوحدة بوحدة للوحدات",
    "نفايات النفايات نفاية للنفايات بالنفايات",
    "طوارئ الطوارئ للطوارئ طارئ",
    "اتجاه الاتجاه اتجاهات اتجاهها",
    "تطوير التطوير بتطوير لتطوير وتطوير تطويرها",
    "متابعة المتابعة لمتابعة بمتابعة ومتابعة متابعتها",
    "استقبال لاستقبال الاستقبال باستقبال",
    "حي أحياء الحي الأحياء للأحياء",
    "رخصة رخص الرخص للرخص رخصتين",
    "قرية قرى القرى والقرى لقرى",
    "فحص الفحص يفحص تفحص ونفحص",
    "تدريب التدريب يدرب يدربون تدريبات",
    "إرسال الإرسال يرسل ترسل ونرسل",
    "حماية الحماية يحمي تحمي نحمي",
    "دفع الدفع يدفع يدفعون دفعت",
    "منجرة مناجر المناجر والمناجر",
    "مدفن مدافن المدافن بالمدافن",
    "قبر قبور القبور للقبور",
    "أمسية أمسيات الأمسيات بأمسيات",
    "امرأة المرأة نساء النساء للنساء نسائية",
    "حاوية حاويات الحاويات بحاويات",
    "municipality municipalities Municipality's MUNICIPAL",
    "centre center Centers CENTRES",
    "complaint complaints Complaint’s",
    "licence license licences licensing",
    "road roads Road's",
    "3921 ٣٩٢١ ۳۹۲۱ 3,921 ٣٬٩٢١",
];

/// Pairs that look alike and are different things.
const DIFFERENT: &[(&str, &str)] = &[
    ("فريق", "ريق"),
    ("بناء", "ناء"),
    ("مياه", "ميا"),
    ("كبير", "بئر"),
    ("كبيرة", "بئر"),
    ("مكتب", "مكتبة"),
    ("مكاتب", "مكتبات"),
    ("جامعة", "جامع"),
    ("جامعات", "جوامع"),
    ("مدرسة", "مدرس"),
    ("بلدية", "بلد"),
    ("بلديات", "بلدان"),
    ("بلدة", "بلد"),
    ("وزارة", "زارة"),
    ("ورشة", "رشة"),
    ("وحدة", "حدة"),
    ("وقود", "قود"),
    ("وثائق", "ثائق"),
    ("واجهة", "اجهة"),
    ("لجنة", "جنة"),
    ("لجان", "جان"),
    ("لقاء", "قاء"),
    ("كتاب", "تاب"),
    ("كهرباء", "هرباء"),
    ("بحر", "حر"),
    ("بيانات", "يانات"),
    ("برامج", "رامج"),
    ("بريد", "ريد"),
    ("فرع", "رع"),
    ("فواتير", "واتير"),
    ("إلكتروني", "كتروني"),
    ("التزام", "تزام"),
    ("آلية", "ية"),
    ("ألوان", "وان"),
    ("قانون", "قان"),
    ("عنوان", "عنو"),
    ("ميزان", "ميز"),
    ("ميزانية", "ميزان"),
    ("تعاون", "تعا"),
    ("زيتون", "زيت"),
    ("فلسطين", "فلسط"),
    ("عمران", "عمر"),
    ("سكان", "سكين"),
    ("توجيه", "توج"),
    ("اتجاه", "اتجا"),
    ("تحسين", "تحس"),
    ("تأمين", "تام"),
    ("ميناء", "مي"),
    ("عامل", "عمل"),
    ("عملية", "عمل"),
    ("عام", "عامل"),
    ("مالي", "مال"),
    ("محلي", "محل"),
    ("مدني", "مدينة"),
    ("رسمي", "رسم"),
    ("علاقات", "علاقمة"),
    ("موقف", "موقع"),
    ("مزارع", "زراعة"),
    ("مراقبة", "رقبة"),
    ("مقاول", "قول"),
    ("والدين", "دين"),
    ("بالغين", "غين"),
    ("لوحة", "وحة"),
    ("لاجئ", "جئ"),
    ("كامل", "أمل"),
    ("كادر", "ادر"),
    ("فائدة", "ائدة"),
    ("شركة", "شراكة"),
    ("يدرس", "درس"),
    ("يعلم", "معلم"),
    ("تجديد", "جديد"),
    ("تقديم", "قديم"),
    ("توفير", "وفرة"),
    ("درب", "تدريب"),
    ("محجر", "حجر"),
    ("مقاول", "مقالة"),
    ("مساعد", "مسعد"),
    ("توازن", "ميزان"),
    ("عمل", "معمل"),
    ("منجرة", "نجار"),
    ("صوت", "صلة"),
    ("بنت", "بناء"),
    ("إيجار", "أجر"),
    ("مخالفة", "خلاف"),
    ("قبر", "مقبرة"),
    ("راتب", "مرتب"),
    ("شعر", "شعار"),
    ("إخلاء", "خلل"),
    ("safety", "save"),
    ("نظام", "تنظيم"),
    ("حكم", "حكومة"),
    ("ماء", "ما"),
    ("university", "universal"),
    ("policy", "police"),
    ("organization", "organ"),
    ("news", "new"),
    ("minutes", "minute"),
    ("electronic", "electric"),
    ("community", "communication"),
];

#[test]
fn one_word_in_all_its_dress() {
    let analyser = analyser();
    let mut apart = Vec::new();
    for line in SAME {
        let words = analyser.analyse(line);
        let first = &words.first().unwrap().stem;
        apart.extend(
            words
                .iter()
                .filter(|word| word.stem != *first)
                .map(|word| format!("{} → {} ≠ {first}", word.surface, word.stem)),
        );
    }
    assert!(apart.is_empty(), "{apart:#?}");
}

#[test]
fn different_words_stay_apart() {
    assert!(DIFFERENT.len() >= 40);
    let analyser = analyser();
    let stem = |word: &str| analyser.analyse(word).remove(0).stem;
    let mut met = Vec::new();
    for (one, other) in DIFFERENT {
        if stem(one) == stem(other) {
            met.push(format!("{one} = {other}: {}", stem(one)));
        }
        // Behind the article too, where the spelling itself does not make them one (الـكتروني, الماء).
        let (behind, other_behind) = (format!("ال{one}"), format!("ال{other}"));
        let spelt_alike = normalise(&other_behind) == normalise(one)
            || normalise(&behind) == normalise(&other_behind);
        if !one.is_ascii() && !spelt_alike && stem(&behind) == stem(&other_behind) {
            met.push(format!("{behind} = {other_behind}: {}", stem(&behind)));
        }
    }
    assert!(met.is_empty(), "{met:#?}");
}

#[test]
fn scripts_and_digits_part() {
    let analyser = analyser();
    let spellings = |text: &str| {
        analyser
            .analyse(text)
            .into_iter()
            .map(|word| word.surface)
            .collect::<Vec<_>>()
    };
    assert_eq!(spellings("الـGIS و2024م"), ["ال", "gis", "و", "2024", "م"]);
    assert_eq!(
        spellings("e-services, 99.6% (COVID19)"),
        ["e", "services", "99", "6", "covid19"]
    );
    assert_eq!(spellings("1,234,567 و1,23"), ["1234567", "و", "1", "23"]);
    assert_eq!(spellings("don't"), ["dont"]);
    assert_eq!(
        spellings("info@dura.ps/a_b"),
        ["info", "dura", "ps", "a", "b"]
    );
}

#[test]
fn the_shipped_table_is_sound() {
    let mut lines: HashMap<String, usize> = HashMap::new();
    let (mut plurals, mut groups) = (0, 0);
    for (number, line) in include_str!("../data/words.tsv").lines().enumerate() {
        if !line.starts_with("word\t") {
            assert!(line.is_empty() || line.starts_with('#'), "{line}");
            continue;
        }
        let forms: Vec<&str> = line.split('\t').skip(1).collect();
        plurals += usize::from(forms.len() > 1);
        for form in forms {
            if let Some(other) = lines.insert(normalise(form), number) {
                assert_eq!(other, number, "{form} stands on two lines");
            }
        }
    }
    for line in include_str!("../data/synonyms.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let mut values = line.split('\t');
        assert!(matches!(values.next(), Some("same" | "related")), "{line}");
        assert!(values.count() >= 2, "{line}");
        groups += 1;
    }
    assert!(plurals >= 250 && groups >= 80, "{plurals} {groups}");
}

#[test]
fn an_administrator_can_add_words() {
    let lexicon = Lexicon::with_extra(
        "\u{FEFF}# ours\nword\tكشك\tأكشاك\nsame\tكشك\tkiosk\nnonsense\tx\nword\nstop\tتفضلوا\nword\tfoo bar\n",
    );
    assert_eq!(
        lexicon
            .problems()
            .iter()
            .map(|problem| problem.line)
            .collect::<Vec<_>>(),
        [4, 5, 7]
    );
    assert_ne!(lexicon.fingerprint(), Lexicon::shipped().fingerprint());
    let analyser = Analyser::new(Arc::new(lexicon));
    assert_eq!(analyser.stem(&normalise("أكشاك")), "كشك");
    assert!(analyser.analyse("تفضلوا").remove(0).stop);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_can_be_analysed(text in prop_oneof!["\\PC{0,60}", "[\u{0600}-\u{06FF}\u{FB50}-\u{FEFF} ,a-zA-Z'’0-9]{0,60}", any::<String>()]) {
        let analyser = thread_analyser();
        let mut last = 0;
        for (at, word) in analyser.analyse(&text).into_iter().enumerate() {
            prop_assert_eq!(word.position, at);
            prop_assert!(word.start < word.end && word.end <= text.len() && last <= word.start);
            prop_assert!(text.is_char_boundary(word.start) && text.is_char_boundary(word.end));
            prop_assert!(!word.stem.is_empty() && !word.surface.is_empty());
            prop_assert_eq!(normalise(&word.surface), word.surface);
            last = word.start;
        }
    }

    #[test]
    fn stems_keep_three_letters(word in "[ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي]{1,14}") {
        let analyser = thread_analyser();
        for word in analyser.analyse(&word) {
            let listed = analyser.lexicon().canonical(&word.stem).is_some();
            let (letters, stem) = (word.surface.chars().count(), word.stem.chars().count());
            prop_assert!(stem >= letters.min(3) || listed, "{} → {}", word.surface, word.stem);
        }
    }

    #[test]
    fn marks_and_spelling_change_nothing(words in prop::sample::subsequence(SAME.iter().flat_map(|line| line.split(' ')).collect::<Vec<_>>(), 1..4), mark in prop::sample::select(vec!['\u{064E}', '\u{0640}', '\u{200F}', '\u{0651}'])) {
        let analyser = thread_analyser();
        for word in words.iter().filter(|word| word.chars().all(|c| ('\u{0600}'..'\u{0700}').contains(&c) && !c.is_numeric())) {
            let dressed: String = word.chars().flat_map(|c| [c, mark]).collect();
            let stem = |text: &str| analyser.analyse(text).into_iter().map(|word| word.stem).collect::<Vec<_>>();
            prop_assert_eq!(stem(&dressed), stem(word));
        }
    }
}

fn thread_analyser() -> Analyser {
    thread_local!(static ANALYSER: Analyser = analyser());
    ANALYSER.with(Analyser::clone)
}
