//! The index over a folder: opening, searching, writing, rebuilding without downtime.
//!
//! The folder holds *generations*, one Tantivy index each, and a file `current` that names the finished one, with the version and the
//! table of words that wrote it. A rebuild fills a new generation beside the old, renames a new `current` into place and swaps; readers
//! of the old one finish undisturbed. An index that was never finished has no `current` and is therefore built anew at the next start.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::{IndexReader, ReloadPolicy, TantivyError};

use crate::analyser::Analyser;
use crate::lexicon::Lexicon;
use crate::schema::{self, Fields};
use crate::search::Context;
use crate::synonyms::Synonyms;
use crate::types::{Filter, Request, Results, Suggestion};
use crate::writer::Writer;

const CURRENT: &str = "current";

/// What went wrong, for the log.
#[derive(Debug)]
pub enum IndexError {
    /// The folder.
    Io(io::Error),
    /// The engine.
    Engine(TantivyError),
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "search index folder: {error}"),
            Self::Engine(error) => write!(f, "search index: {error}"),
        }
    }
}

impl std::error::Error for IndexError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Engine(error) => Some(error),
        }
    }
}

impl From<io::Error> for IndexError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        Self::Engine(error)
    }
}

/// Why an index must be filled from the beginning before it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rebuild {
    /// There was none.
    New,
    /// Another version of the program or of the table of words wrote it.
    Outdated,
    /// It cannot be opened; the text is for the log.
    Damaged(String),
}

/// One generation.
pub(crate) struct Live {
    pub(crate) index: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
    pub(crate) feed_number: AtomicI64,
}

pub(crate) struct Inner {
    pub(crate) live: RwLock<Arc<Live>>,
    pub(crate) analyser: Analyser,
    pub(crate) synonyms: Synonyms,
    /// The folder; none in memory.
    pub(crate) base: Option<PathBuf>,
}

/// The search index; cheap to clone, safe to share between threads. Calls block: run them where blocking is fine.
#[derive(Clone)]
pub struct Index {
    pub(crate) inner: Arc<Inner>,
}

impl Index {
    /// Opens the index in this folder, or starts an empty one and says why it must be rebuilt.
    pub fn open_or_create(
        base: &Path,
        lexicon: Lexicon,
    ) -> Result<(Self, Option<Rebuild>), IndexError> {
        fs::create_dir_all(base)?;
        let analyser = Analyser::new(Arc::new(lexicon));
        let (live, rebuild) = match open_current(base, &analyser) {
            Ok(live) => (live, None),
            Err(why) => (
                Live::create(Some(&new_generation(base)?), &analyser)?,
                Some(why),
            ),
        };
        Ok((Self::around(live, analyser, Some(base.to_owned())), rebuild))
    }

    /// An index in memory, for tests and tools.
    pub fn in_memory(lexicon: Lexicon) -> Result<Self, IndexError> {
        let analyser = Analyser::new(Arc::new(lexicon));
        Ok(Self::around(Live::create(None, &analyser)?, analyser, None))
    }

    fn around(live: Live, analyser: Analyser, base: Option<PathBuf>) -> Self {
        let synonyms = Synonyms::compile(&analyser);
        Self {
            inner: Arc::new(Inner {
                live: RwLock::new(Arc::new(live)),
                analyser,
                synonyms,
                base,
            }),
        }
    }

    /// The writer. There can be only one for a folder, in all processes.
    pub fn writer(&self) -> Result<Writer, IndexError> {
        Writer::new(self.clone())
    }

    /// Answers a question.
    pub fn search(&self, request: &Request) -> Result<Results, IndexError> {
        self.with(|context| context.search(request))
    }

    /// Titles that complete what is being typed, as far as the filter's reader may find them.
    pub fn suggest(
        &self,
        typed: &str,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<Suggestion>, IndexError> {
        self.with(|context| context.suggest(typed, filter, limit))
    }

    /// The number of the last change that was written.
    pub fn feed_number(&self) -> i64 {
        self.live().feed_number.load(Ordering::Acquire)
    }

    /// How many entries there are.
    pub fn entries(&self) -> u64 {
        self.live().reader.searcher().num_docs()
    }

    /// The analysis, for whoever compares words outside the index.
    pub fn analyser(&self) -> &Analyser {
        &self.inner.analyser
    }

    pub(crate) fn live(&self) -> Arc<Live> {
        Arc::clone(
            &self
                .inner
                .live
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn with<T>(
        &self,
        answer: impl FnOnce(&Context<'_>) -> tantivy::Result<T>,
    ) -> Result<T, IndexError> {
        let live = self.live();
        let searcher = live.reader.searcher();
        let context = Context {
            searcher: &searcher,
            fields: &live.fields,
            analyser: &self.inner.analyser,
            synonyms: &self.inner.synonyms,
        };
        Ok(answer(&context)?)
    }
}

impl Live {
    /// A new, empty generation; in memory without a folder.
    pub(crate) fn create(folder: Option<&Path>, analyser: &Analyser) -> Result<Self, IndexError> {
        let (schema, fields) = schema::build();
        let index = match folder {
            Some(folder) => {
                fs::create_dir_all(folder)?;
                tantivy::Index::create_in_dir(folder, schema)?
            }
            None => tantivy::Index::create_in_ram(schema),
        };
        Self::over(index, fields, analyser)
    }

    fn over(
        mut index: tantivy::Index,
        fields: Fields,
        analyser: &Analyser,
    ) -> Result<Self, IndexError> {
        index.set_tokenizers(schema::tokenizers(analyser));
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let payload = index.load_metas()?.payload.unwrap_or_default();
        Ok(Self {
            index,
            reader,
            fields,
            feed_number: AtomicI64::new(payload.parse().unwrap_or(0)),
        })
    }
}

fn stamp(analyser: &Analyser) -> String {
    format!(
        "tabadul-index {} {:016x}",
        schema::VERSION,
        analyser.lexicon().fingerprint()
    )
}

fn open_current(base: &Path, analyser: &Analyser) -> Result<Live, Rebuild> {
    let damaged = |error: &dyn fmt::Display| Rebuild::Damaged(error.to_string());
    let current = match fs::read_to_string(base.join(CURRENT)) {
        Ok(current) => current,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Rebuild::New),
        Err(error) => return Err(damaged(&error)),
    };
    let mut lines = current.lines();
    if lines.next() != Some(stamp(analyser).as_str()) {
        return Err(Rebuild::Outdated);
    }
    let generation = lines
        .next()
        .filter(|name| generation_number(name).is_some())
        .ok_or_else(|| damaged(&"`current` names no generation"))?;
    let open =
        || tantivy::Index::open_in_dir(base.join(generation)).map_err(|error| damaged(&error));
    let index = open()?;
    let (schema, fields) = schema::build();
    if index.schema() != schema {
        return Err(Rebuild::Outdated);
    }
    // Cheap next to a wrong answer for weeks: a file that was cut off or altered shows at the start.
    match index.validate_checksum() {
        Ok(bad) if bad.is_empty() => {}
        Ok(bad) => {
            let found = format!("{} files fail their checksum", bad.len());
            return Err(Rebuild::Damaged(found));
        }
        Err(error) => return Err(damaged(&error)),
    }
    // Opened anew: what was mapped into memory to be read once, to its end, is let go.
    drop(index);
    Live::over(open()?, fields, analyser).map_err(|error| damaged(&error))
}

fn generation_number(name: &str) -> Option<u32> {
    name.strip_prefix("generation-")?.parse().ok()
}

/// A folder with a number not in use yet.
pub(crate) fn new_generation(base: &Path) -> io::Result<PathBuf> {
    let mut last = 0;
    for entry in fs::read_dir(base)? {
        last = last.max(generation_number(&entry?.file_name().to_string_lossy()).unwrap_or(0));
    }
    Ok(base.join(format!("generation-{}", last + 1)))
}

/// Makes a generation the one to be opened, then removes the others. The rename is the moment; a crash leaves either.
pub(crate) fn make_current(base: &Path, generation: &Path, analyser: &Analyser) -> io::Result<()> {
    let name = generation
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let next = base.join("current.next");
    fs::write(&next, format!("{}\n{name}\n", stamp(analyser)))?;
    fs::File::open(&next)?.sync_all()?;
    fs::rename(&next, base.join(CURRENT))?;
    fs::File::open(base)?.sync_all()?;
    for entry in fs::read_dir(base)? {
        let entry = entry?;
        let other = entry.file_name().to_string_lossy().into_owned();
        if other != name && generation_number(&other).is_some() {
            // Left-overs cost space, not correctness; the next rebuild tries again.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}
