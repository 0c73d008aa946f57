//! What a question was meant to say: slips of the finger, words written together or apart, a last word that is not finished.
//!
//! Only a word that nobody wrote and no table lists is taken for a slip; a correct one that no entry has stays what it is.

use crate::analyser::Word;
use crate::plan::Typed;
use crate::search::Context;
use crate::spelling::{self, Neighbours};

/// Letters that each half of a divided word has at least, and that the whole has at most.
const SHORTEST_HALF: usize = 3;
const LONGEST_WHOLE: usize = 24;
/// Weight of the whole beside its halves.
const JOINED: f32 = 0.8;

impl Context<'_> {
    /// The question without its slips; none if there are none.
    pub(crate) fn repaired(&self, typed: &[Typed]) -> tantivy::Result<Option<Vec<Typed>>> {
        let mut repaired: Vec<Typed> = Vec::new();
        let mut changed = false;
        let mut rest = typed;
        while let [first, later @ ..] = rest {
            rest = later;
            if let [second, beyond @ ..] = later
                && let Some(whole) = self.joined(&first.word, &second.word)?
            {
                repaired.extend(self.also_joined(first, second, whole)?);
                (rest, changed) = (beyond, true);
                continue;
            }
            match self.repair(first, later.is_empty())? {
                Some(words) => {
                    repaired.extend(words);
                    changed = true;
                }
                None => repaired.push(first.clone()),
            }
        }
        for (at, typed) in repaired.iter_mut().enumerate() {
            typed.word.position = at;
        }
        Ok(changed.then_some(repaired))
    }

    /// Takes even words that exist for slips; true if any of them has neighbours.
    pub(crate) fn suspect(&self, typed: &mut [Typed]) -> tantivy::Result<bool> {
        let mut changed = false;
        for typed in typed.iter_mut().filter(|typed| !typed.word.stop) {
            let neighbours = self.neighbours(&typed.word, true, true)?;
            changed |= !neighbours.is_empty();
            typed.also.extend(neighbours);
        }
        Ok(changed)
    }

    /// What one word was meant to be, if it is not plainly itself.
    fn repair(&self, typed: &Typed, last: bool) -> tantivy::Result<Option<Vec<Typed>>> {
        let word = &typed.word;
        if word.stop || self.is_listed(word) {
            return Ok(None);
        }
        let fields = self.fields.weighted().map(|(field, _)| field);
        let missing = !spelling::exists(self.searcher, &fields, &word.stem)?;
        let unfinished = last && !self.is_written(&word.surface)?;
        if !missing && !unfinished {
            return Ok(None);
        }
        if missing && let Some(noun) = self.noun_of_relative(&word.stem) {
            let word = Word {
                stem: noun.to_owned(),
                ..word.clone()
            };
            let also = Vec::new();
            return Ok(Some(vec![Typed { word, also }]));
        }
        let mut edited = self.neighbours(word, missing, false)?;
        let completed = self.neighbours(word, false, true)?;
        if edited.is_empty() && completed.is_empty() {
            return if missing {
                self.divided(word)
            } else {
                Ok(None)
            };
        }
        let mut word = word.clone();
        if !edited.is_empty() {
            word.stem = edited.remove(0).0;
        }
        edited.extend(completed);
        Ok(Some(vec![Typed { word, also: edited }]))
    }

    /// The noun in a relative adjective that nobody wrote: شعري → شعر.
    fn noun_of_relative<'w>(&self, stem: &'w str) -> Option<&'w str> {
        let noun = stem.strip_suffix('ي')?;
        let listed = self.analyser.lexicon().canonical(noun) == Some(noun);
        (noun.chars().count() >= 3 && (listed || self.synonyms.knows(noun))).then_some(noun)
    }

    fn neighbours(
        &self,
        word: &Word,
        edited: bool,
        completed: bool,
    ) -> tantivy::Result<Vec<(String, f32)>> {
        let wanted = Neighbours { edited, completed };
        let spellings = self.fields.spellings;
        spelling::neighbours(self.searcher, spellings, self.analyser, word, wanted)
    }

    /// Two words that are one: فيس بوك, slaughter house.
    fn joined(&self, one: &Word, other: &Word) -> tantivy::Result<Option<Word>> {
        let digit = |word: &Word| word.surface.chars().any(char::is_numeric);
        if one.stop || other.stop || digit(one) || digit(other) {
            return Ok(None);
        }
        let mut whole = self.word(format!("{}{}", one.surface, other.surface), one);
        whole.end = other.end;
        Ok(self.is_word(&whole)?.then_some(whole))
    }

    /// The whole instead of its halves; where both halves are words as well, beside them.
    fn also_joined(&self, one: &Typed, other: &Typed, whole: Word) -> tantivy::Result<Vec<Typed>> {
        if self.is_word(&one.word)? && self.is_word(&other.word)? {
            let mut stems = vec![(whole.stem.clone(), JOINED)];
            for (phrase, weight) in self.synonyms.others(&[&whole.stem]) {
                if let [(_, stem)] = phrase.as_slice() {
                    stems.push((stem.clone(), weight));
                }
            }
            let mut halves = vec![one.clone(), other.clone()];
            for half in &mut halves {
                half.also.extend(stems.iter().cloned());
            }
            return Ok(halves);
        }
        Ok(vec![Typed {
            word: whole,
            also: Vec::new(),
        }])
    }

    /// One word that is two: الدفاعالمدني. Of all places the one nearest the middle.
    fn divided(&self, word: &Word) -> tantivy::Result<Option<Vec<Typed>>> {
        let letters: Vec<char> = word.surface.chars().collect();
        if letters.len() > LONGEST_WHOLE {
            return Ok(None);
        }
        let mut places: Vec<usize> =
            (SHORTEST_HALF..=letters.len().saturating_sub(SHORTEST_HALF)).collect();
        places.sort_by_key(|place| place.abs_diff(letters.len() / 2));
        for place in places {
            let (one, other) = letters.split_at(place);
            let halves = [one, other].map(|half| self.word(half.iter().collect(), word));
            if self.is_word(&halves[0])? && self.is_word(&halves[1])? {
                return Ok(Some(
                    halves
                        .map(|word| Typed {
                            word,
                            also: Vec::new(),
                        })
                        .into(),
                ));
            }
        }
        Ok(None)
    }

    /// A word of this spelling in the place of another.
    fn word(&self, surface: String, place: &Word) -> Word {
        Word {
            stem: self.analyser.stem(&surface),
            stop: self.analyser.lexicon().is_stop(&surface),
            surface,
            ..place.clone()
        }
    }

    /// Whether a table lists the word or somebody wrote it.
    fn is_word(&self, word: &Word) -> tantivy::Result<bool> {
        Ok(word.stop || self.is_listed(word) || self.is_written(&word.surface)?)
    }

    fn is_listed(&self, word: &Word) -> bool {
        let lexicon = self.analyser.lexicon();
        lexicon.canonical(&word.surface).is_some()
            || lexicon.canonical(&word.stem).is_some()
            || self.synonyms.knows(&word.stem)
    }

    fn is_written(&self, surface: &str) -> tantivy::Result<bool> {
        spelling::exists(self.searcher, &[self.fields.spellings], surface)
    }
}
