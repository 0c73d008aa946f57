//! The one analysis, used for writing into the index, for asking, and for highlighting.

use std::sync::Arc;

use tantivy::tokenizer::{
    Language, RawTokenizer, Stemmer, TextAnalyzer, Token as TantivyToken, TokenStream, Tokenizer,
};
use unicode_normalization::char::is_combining_mark;

use crate::lexicon::Lexicon;
use crate::normalise::{is_alphanumeric, is_arabic, is_ignorable, is_plain_arabic, normalise};
use crate::stem;

/// Longer words carry no meaning (encoded data, vandalism); they are cut on both sides alike.
const LONGEST: usize = 48;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// First byte in the untouched text.
    pub start: usize,
    /// One past the last byte in the untouched text.
    pub end: usize,
    /// Number of the word in the text.
    pub position: usize,
    /// Normalised spelling.
    pub surface: String,
    /// What is indexed: the canonical form of a listed word, or the stem.
    pub stem: String,
    /// Too common to be required of a document.
    pub stop: bool,
}

/// Turns text into words; cheap to clone.
#[derive(Clone)]
pub struct Analyser {
    lexicon: Arc<Lexicon>,
    english: TextAnalyzer,
}

impl Analyser {
    /// An analyser over a table of words.
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        let english = TextAnalyzer::builder(RawTokenizer::default())
            .filter(Stemmer::new(Language::English))
            .build();
        Self { lexicon, english }
    }

    /// The table of words in use.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// All words of the text, in order.
    pub fn analyse(&self, text: &str) -> Vec<Word> {
        let mut english = self.english.clone();
        let mut words = self.spellings(text);
        for word in &mut words {
            word.stem = stem_of(&self.lexicon, &mut english, &word.surface);
        }
        words
    }

    /// All words of the text without their stems, which cost the most.
    pub(crate) fn spellings(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        for (start, end) in segments(text) {
            let Some(raw) = text.get(start..end) else {
                continue;
            };
            let spelling = without_joints(normalise(raw));
            let pieces = spelling.split(|c| !is_alphanumeric(c));
            for piece in pieces.filter(|piece| !piece.is_empty()) {
                let surface: String = piece.chars().take(LONGEST).collect();
                let stop = self.lexicon.is_stop(&surface);
                words.push(Word {
                    start,
                    end,
                    position: words.len(),
                    surface,
                    stem: String::new(),
                    stop,
                });
            }
        }
        words
    }

    /// The stem of one normalised word.
    pub fn stem(&self, surface: &str) -> String {
        stem_of(&self.lexicon, &mut self.english.clone(), surface)
    }
}

/// The stem of one normalised word by a table of words; the lexicon itself uses it to read its groups.
fn stem_of(lexicon: &Lexicon, english: &mut TextAnalyzer, surface: &str) -> String {
    if surface.chars().any(is_arabic) {
        return stem::stem(surface, &|word| lexicon.canonical(word)).to_owned();
    }
    if let Some(found) = lexicon.canonical(surface) {
        return found.to_owned();
    }
    if !surface.is_ascii() || surface.len() < 3 || surface.bytes().any(|b| b.is_ascii_digit()) {
        return surface.to_owned();
    }
    let mut stream = english.token_stream(surface);
    let stemmed = if stream.advance() {
        stream.token().text.clone()
    } else {
        surface.to_owned()
    };
    lexicon.canonical(&stemmed).map_or(stemmed, str::to_owned)
}

/// municipality's → municipality, o'clock → oclock, 3,921 → 3921.
fn without_joints(word: String) -> String {
    const JOINTS: [char; 3] = ['\'', ',', '٬'];
    if !word.contains(JOINTS) {
        return word;
    }
    let word = word.strip_suffix("'s").unwrap_or(&word);
    word.replace(JOINTS, "")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Arabic,
    Other,
    Digit,
    Attached,
    Gap,
}

fn class(c: char) -> Class {
    // First what nearly every character is: the tables of Unicode are slow to ask.
    if is_plain_arabic(c) {
        Class::Arabic
    } else if c.is_ascii() {
        match c {
            'a'..='z' | 'A'..='Z' => Class::Other,
            '0'..='9' => Class::Digit,
            _ => Class::Gap,
        }
    } else if is_ignorable(c) || is_combining_mark(c) {
        Class::Attached
    } else if c.is_numeric() {
        Class::Digit
    } else if is_arabic(c) {
        Class::Arabic
    } else if c.is_alphabetic() {
        Class::Other
    } else {
        Class::Gap
    }
}

/// Byte ranges of the words: runs of one script. Arabic parts from Latin and from digits without a space (الـGIS, 2024م).
fn segments(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize, Class)> = None;
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        match (class(c), open) {
            (Class::Attached, Some((start, _, run))) => open = Some((start, next, run)),
            (Class::Attached, None) => {}
            (Class::Gap, Some((start, end, run))) => {
                if joins(c, run, text, next) {
                    open = Some((start, next, run));
                } else {
                    found.push((start, end));
                    open = None;
                }
            }
            (Class::Gap, None) => {}
            (now, Some((start, end, run))) => {
                if (now == Class::Arabic) == (run == Class::Arabic) {
                    open = Some((start, next, if run == Class::Other { run } else { now }));
                } else {
                    found.push((start, end));
                    open = Some((at, next, now));
                }
            }
            (now, None) => open = Some((at, next, now)),
        }
    }
    if let Some((start, end, _)) = open {
        found.push((start, end));
    }
    found
}

/// Apostrophes inside a Latin word, and the separator before exactly three digits (3,921).
fn joins(c: char, run: Class, text: &str, next: usize) -> bool {
    let follows = text.get(next..).unwrap_or_default();
    match c {
        '\'' | '’' => {
            run == Class::Other
                && follows
                    .chars()
                    .next()
                    .is_some_and(|c| class(c) == Class::Other)
        }
        ',' | '٬' => {
            run == Class::Digit
                && follows
                    .chars()
                    .take_while(|c| c.is_numeric())
                    .take(4)
                    .count()
                    == 3
        }
        _ => false,
    }
}

/// Which of a word's spellings go into the index.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Emit {
    /// Stems, with positions: what is searched.
    Stems,
    /// Spellings, with and without the article: what completion and typo tolerance look words up in.
    Spellings,
}

/// The analyser as Tantivy calls it.
#[derive(Clone)]
pub(crate) struct WordTokenizer {
    pub(crate) analyser: Analyser,
    pub(crate) emit: Emit,
}

/// The words of one text, for Tantivy.
pub(crate) struct Words {
    tokens: Vec<TantivyToken>,
    next: usize,
    token: TantivyToken,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        let mut tokens = Vec::new();
        let words = match self.emit {
            Emit::Stems => self.analyser.analyse(text),
            Emit::Spellings => self.analyser.spellings(text),
        };
        for word in words {
            let token = |text: String| TantivyToken {
                offset_from: word.start,
                offset_to: word.end,
                position: word.position,
                text,
                position_length: 1,
            };
            match self.emit {
                Emit::Stems => tokens.push(token(word.stem.clone())),
                Emit::Spellings if word.stop => {}
                Emit::Spellings => {
                    if let Some(bare) = stem::without_article(&word.surface) {
                        tokens.push(token(bare.to_owned()));
                    }
                    tokens.push(token(word.surface.clone()));
                }
            }
        }
        Words {
            tokens,
            next: 0,
            token: TantivyToken::default(),
        }
    }
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        let Some(token) = self.tokens.get_mut(self.next) else {
            return false;
        };
        self.token = std::mem::take(token);
        self.next += 1;
        true
    }

    fn token(&self) -> &TantivyToken {
        &self.token
    }

    fn token_mut(&mut self) -> &mut TantivyToken {
        &mut self.token
    }
}
