//! Showing why something was found: the untouched text in pieces, some of them highlighted.

use std::collections::HashMap;

use crate::analyser::{Analyser, Word};
use crate::plan::Marks;
use crate::stem::without_article;
use crate::types::Segment;

/// Words of a passage, and how many of them stand before the first highlighted one.
const PASSAGE_WORDS: usize = 32;
const LEAD: usize = 6;
/// How many bytes of a text are read first.
const BEGINNING: usize = 3000;
/// Signs behind a text's last word.
const TAIL: usize = 8;

/// A text with its highlighted words.
pub(crate) struct Marked {
    pub(crate) segments: Vec<Segment>,
    /// The bits of the concepts that it answers.
    pub(crate) answers: u32,
}

/// Marks the texts of one answer. They have most words in common: each is looked at once.
pub(crate) struct Marker<'a> {
    analyser: &'a Analyser,
    marks: &'a Marks,
    /// Stem and bits by spelling.
    known: HashMap<String, (String, u32)>,
}

impl<'a> Marker<'a> {
    pub(crate) fn new(analyser: &'a Analyser, marks: &'a Marks) -> Self {
        Self {
            analyser,
            marks,
            known: HashMap::new(),
        }
    }

    /// The whole text.
    pub(crate) fn whole(&mut self, text: &str) -> Marked {
        if text.is_empty() {
            return Marked {
                segments: Vec::new(),
                answers: 0,
            };
        }
        if self.marks.all == 0 {
            let text = text.to_owned();
            return Marked {
                segments: vec![Segment {
                    text,
                    highlighted: false,
                }],
                answers: 0,
            };
        }
        let (words, bits) = self.read(text);
        Marked {
            answers: bits.iter().fold(0, |all, bit| all | bit),
            segments: pieces(text, &words, &bits, 0, text.len()),
        }
    }

    /// The passage that answers most of the question; nothing if none does. Most texts come to the point early: the rest is
    /// read only where the beginning leaves a part of the question open.
    pub(crate) fn passage(&mut self, text: &str) -> Vec<Segment> {
        let beginning = beginning(text);
        let early = beginning.len() < text.len();
        let found = early.then(|| self.best(beginning)).flatten();
        let found = found
            .filter(|found| found.answers == self.marks.all)
            .or_else(|| self.best(text));
        found.map_or_else(Vec::new, |found| found.segments(text))
    }

    fn best(&mut self, text: &str) -> Option<Passage> {
        let (words, bits) = self.read(text);
        let mut best: Option<(u32, usize)> = None;
        for (at, _) in bits.iter().enumerate().filter(|(_, bit)| **bit != 0) {
            let window = bits.iter().skip(at).take(PASSAGE_WORDS - LEAD);
            let answers = window.fold(0, |all, bit| all | bit);
            if best.is_none_or(|(most, _)| answers.count_ones() > most.count_ones()) {
                best = Some((answers, at));
            }
        }
        best.map(|(answers, at)| Passage {
            words,
            bits,
            at,
            answers,
        })
    }

    /// The words, and for each the concepts that it answers.
    fn read(&mut self, text: &str) -> (Vec<Word>, Vec<u32>) {
        let mut words = self.analyser.spellings(text);
        let mut bits: Vec<u32> = words.iter_mut().map(|word| self.look_at(word)).collect();
        add_phrases(&words, self.marks, &mut bits);
        (words, bits)
    }

    /// The bits of one word; its stem is filled in where expressions will ask for it.
    fn look_at(&mut self, word: &mut Word) -> u32 {
        let asks_for_stem = !self.marks.phrases.is_empty();
        if let Some((stem, bits)) = self.known.get(&word.surface) {
            if asks_for_stem {
                word.stem.clone_from(stem);
            }
            return *bits;
        }
        let stem = self.analyser.stem(&word.surface);
        let bits = word_bits(&word.surface, &stem, self.marks);
        if asks_for_stem {
            word.stem.clone_from(&stem);
        }
        self.known.insert(word.surface.clone(), (stem, bits));
        bits
    }
}

/// The first bytes of the text, without the word that they cut.
fn beginning(text: &str) -> &str {
    if text.len() <= BEGINNING {
        return text;
    }
    let cut = text.floor_char_boundary(BEGINNING);
    let text = text.get(..cut).unwrap_or_default();
    let gap = text.rfind(char::is_whitespace).unwrap_or(cut);
    text.get(..gap).unwrap_or_default()
}

/// A passage of a text that was read as far as here.
struct Passage {
    words: Vec<Word>,
    bits: Vec<u32>,
    /// The first highlighted word.
    at: usize,
    /// The concepts that it answers.
    answers: u32,
}

impl Passage {
    fn segments(&self, text: &str) -> Vec<Segment> {
        let words = &self.words;
        let first = self.at.saturating_sub(LEAD);
        let last = (first + PASSAGE_WORDS).min(words.len()) - 1;
        let start = if first == 0 {
            0
        } else {
            words.get(first).map_or(0, |word| word.start)
        };
        let ends = last + 1 == words.len();
        let end = words.get(last).map_or(text.len(), |word| word.end);
        // What stands behind the last word, such as a full stop, belongs to it, unless there is more than was read.
        let rest = text.len() - end;
        let end = if ends && rest <= TAIL {
            text.len()
        } else {
            end
        };
        let mut segments = Vec::new();
        push(&mut segments, (start > 0).then_some("… "), false);
        segments.extend(pieces(text, words, &self.bits, start, end));
        push(&mut segments, (end < text.len()).then_some(" …"), false);
        segments
    }
}

/// Adds what expressions answer to the bits of their words.
fn add_phrases(words: &[Word], marks: &Marks, bits: &mut [u32]) {
    for (phrase, bit) in &marks.phrases {
        let Some(first) = phrase.first() else {
            continue;
        };
        for at in words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.stem == *first)
            .map(|(at, _)| at)
        {
            let Some(places) = places(words, at, phrase) else {
                continue;
            };
            for place in places {
                if let Some(known) = bits.get_mut(place) {
                    *known |= bit;
                }
            }
        }
    }
}

fn word_bits(surface: &str, stem: &str, marks: &Marks) -> u32 {
    let begins = |prefix: &String| {
        surface.starts_with(prefix)
            || without_article(surface).is_some_and(|bare| bare.starts_with(prefix))
    };
    let completes = marks.prefix.as_ref().is_some_and(begins);
    marks.stems.get(stem).copied().unwrap_or(0) | u32::from(completes)
}

/// Where the words of an expression stand, from its first on; words too common to matter may stand between them.
fn places(words: &[Word], at: usize, phrase: &[String]) -> Option<Vec<usize>> {
    let mut found = Vec::with_capacity(phrase.len());
    let mut wanted = phrase.iter().peekable();
    for (place, word) in words.iter().enumerate().skip(at).take(phrase.len() + 3) {
        let Some(next) = wanted.peek() else { break };
        if word.stem == **next {
            found.push(place);
            wanted.next();
        } else if !word.stop {
            return None;
        }
    }
    wanted.next().is_none().then_some(found)
}

fn pieces(text: &str, words: &[Word], bits: &[u32], start: usize, end: usize) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut done = start;
    for (word, bit) in words.iter().zip(bits) {
        // Several words can come from one ligature; the second has nothing left to show.
        if *bit == 0 || word.start < done || word.end > end {
            continue;
        }
        push(&mut segments, text.get(done..word.start), false);
        push(&mut segments, text.get(word.start..word.end), true);
        done = word.end;
    }
    push(&mut segments, text.get(done..end), false);
    segments
}

fn push(segments: &mut Vec<Segment>, text: Option<&str>, highlighted: bool) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        segments.push(Segment {
            text: text.to_owned(),
            highlighted,
        });
    }
}
