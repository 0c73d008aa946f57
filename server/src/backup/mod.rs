//! `tabadul backup` and `tabadul restore`: database and files of one instant in one archive, made while `serve` runs, and
//! what else in the data folder cannot be made again.
//!
//! The rows are read in one transaction and written in a form that both engines take, so an archive of SQLite restores into
//! PostgreSQL and the other way round. Files are never changed or removed once the database names them, so those that the
//! snapshot names can be copied after it.

mod beside;
mod tar;
mod unfinished;

use std::collections::HashMap;
use std::path::Path;

use app::clock::Sources;
use app::db::Db;
use app::db::dump::{Load, Snapshot, Table};
use app::storage::{BlobHash, Storage};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::tar::{Reader, SUMS, Writer};
use self::unfinished::Unfinished;
use crate::commands::Failure;
use crate::config::Config;

pub use self::unfinished::refuse_unfinished;

const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
/// Rows are gathered into entries of about this size.
const CHUNK: usize = 4 * 1024 * 1024;
/// One row may make its entry larger, but not endless.
const MOST: u64 = 256 * 1024 * 1024;

/// The first entry: what the archive holds.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    program: String,
    created_at: String,
    /// The last migration of the schema.
    schema: i64,
    tables: Vec<Table>,
}

/// What an archive holds, for the person who made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows of all tables.
    pub rows: u64,
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Messages that a server without a mail service keeps.
    pub mails: u64,
    /// Whether the administrator's words for search are there.
    pub lexicon: bool,
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} rows, {} files of {} bytes, {} mails{}",
            self.rows,
            self.files,
            self.bytes,
            self.mails,
            if self.lexicon { ", lexicon.tsv" } else { "" }
        )
    }
}

/// Writes the archive. The file appears under its name only when it is complete.
pub async fn create(
    db: &Db,
    storage: &Storage,
    sources: &Sources,
    data: &Path,
    to: &Path,
) -> Result<Summary, Failure> {
    let now = sources.now();
    let mut snapshot = db.snapshot().await?;
    let tables = snapshot.tables().await?;
    let manifest = Manifest {
        format: FORMAT,
        program: format!("tabadul {}", env!("CARGO_PKG_VERSION")),
        created_at: now.to_string(),
        schema: snapshot.schema().await?,
        tables,
    };
    let mut writer = Writer::create(to, u64::try_from(now.as_second()).unwrap_or_default())?;
    writer
        .add(MANIFEST, &serde_json::to_vec_pretty(&manifest)?)
        .await?;
    let mut summary = Summary::default();
    let mut blobs = Vec::new();
    for table in &manifest.tables {
        summary.rows += write_table(&mut writer, &mut snapshot, table, &mut blobs).await?;
    }
    drop(snapshot);
    for (hash, size) in blobs {
        write_file(&mut writer, storage, &hash, size).await?;
        summary.files += 1;
        summary.bytes += size;
    }
    beside::write(&mut writer, data, &mut summary).await?;
    writer.finish().await?;
    Ok(summary)
}

/// Writes a table in entries of a few megabytes; the rows of `blobs` say which files belong to the snapshot.
async fn write_table(
    writer: &mut Writer,
    snapshot: &mut Snapshot,
    table: &Table,
    blobs: &mut Vec<(BlobHash, u64)>,
) -> Result<u64, Failure> {
    let (mut buffer, mut count, mut entry) = (Vec::new(), 0, 0);
    let mut rows = snapshot.rows(table)?;
    while let Some(row) = rows.next().await {
        let row = row?;
        if table.name == "blobs" {
            blobs.push(blob(table, &row)?);
        }
        serde_json::to_writer(&mut buffer, &row)?;
        buffer.push(b'\n');
        count += 1;
        if buffer.len() >= CHUNK {
            writer.add(&entry_name(table, entry), &buffer).await?;
            buffer.clear();
            entry += 1;
        }
    }
    if !buffer.is_empty() {
        writer.add(&entry_name(table, entry), &buffer).await?;
    }
    Ok(count)
}

fn entry_name(table: &Table, entry: u32) -> String {
    format!("database/{}/{entry:06}.jsonl", table.name)
}

fn blob(table: &Table, row: &Value) -> Result<(BlobHash, u64), Failure> {
    let column = |name: &str| {
        let index = table
            .columns
            .iter()
            .position(|column| column.name == name)?;
        row.get(index)
    };
    let hash = column("hash")
        .and_then(Value::as_str)
        .and_then(BlobHash::parse);
    hash.zip(column("size").and_then(Value::as_u64))
        .ok_or_else(|| "a row of blobs cannot be read".into())
}

async fn write_file(
    writer: &mut Writer,
    storage: &Storage,
    hash: &BlobHash,
    size: u64,
) -> Result<(), Failure> {
    let opened = storage
        .open_range(hash, None)
        .await
        .map_err(|error| format!("the file {hash}: {error}"))?;
    writer
        .stream(&format!("files/{hash}"), size, opened.bytes)
        .await
}

/// Reads an archive into an empty data folder, an empty storage and a blank database. Everything is checked before anything is
/// written.
pub async fn restore(config: &Config, file: &Path) -> Result<Summary, Failure> {
    let manifest = check(file).await?;
    empty(&config.data_dir)?;
    std::fs::create_dir_all(&config.data_dir)?;
    nothing_stored(config).await?;
    let db = Db::open(&config.database()).await?;
    if !db.is_blank().await? {
        return Err(
            "TABADUL_DATABASE_URL: the database is not empty: restore only into an empty one"
                .into(),
        );
    }
    let unfinished = Unfinished::begin(&config.data_dir)?;
    db.migrate_to(manifest.schema).await?;
    let storage = crate::serve::storage(config).await?;
    let mut reader = Reader::open(file).await?;
    let summary = fill(&db, &storage, &config.data_dir, &manifest, &mut reader).await?;
    db.migrate().await?;
    db.close().await;
    unfinished.end()?;
    Ok(summary)
}

/// Whether the storage that is named holds no files. Those of another portal would be taken for what nobody wants, and removed
/// after a day. The storage in the data folder is as empty as the folder.
async fn nothing_stored(config: &Config) -> Result<(), Failure> {
    if config.storage_url.is_none() {
        return Ok(());
    }
    let storage = crate::serve::storage(config).await?;
    match storage.kept().next().await {
        None => Ok(()),
        Some(Ok(_)) => Err(
            "TABADUL_STORAGE_URL: the storage is not empty: restore only into an empty one".into(),
        ),
        Some(Err(error)) => Err(format!("TABADUL_STORAGE_URL: {error}").into()),
    }
}

/// Puts every entry of the archive where it belongs; the rows are there all at once, or not at all.
async fn fill(
    db: &Db,
    storage: &Storage,
    data: &Path,
    manifest: &Manifest,
    reader: &mut Reader,
) -> Result<Summary, Failure> {
    let mut load = db.load().await?;
    fits(manifest, &load.tables().await?)?;
    let mut summary = Summary::default();
    while let Some((name, size)) = reader.next().await? {
        if let Some(table) = table_of(manifest, &name) {
            summary.rows += load_rows(&mut load, table, &reader.whole(MOST).await?).await?;
        } else if let Some(hash) = name.strip_prefix("files/") {
            let stored = storage.put_stream(reader.content(), size).await?;
            if stored.hash.as_str() != hash {
                return Err(format!("{name}: the content is not what its name says").into());
            }
            summary.files += 1;
            summary.bytes += size;
        } else if beside::is_beside(&name) {
            let bytes = reader.whole(MOST).await?;
            beside::restore(data, &name, &bytes, &mut summary)?;
        }
    }
    load.commit().await?;
    Ok(summary)
}

/// Reads the whole archive once: every entry must be in the list of checksums, match it, and nothing may be missing.
async fn check(file: &Path) -> Result<Manifest, Failure> {
    let mut reader = Reader::open(file).await?;
    let mut sums: HashMap<String, String> = HashMap::new();
    let mut manifest = None;
    let mut listed = None;
    while let Some((name, _)) = reader.next().await? {
        match name.as_str() {
            SUMS => listed = Some(String::from_utf8(reader.whole(MOST).await?)?),
            MANIFEST => {
                let bytes = reader.whole(MOST).await?;
                sums.insert(
                    name,
                    app::clock::hex(&<sha2::Sha256 as sha2::Digest>::digest(&bytes)),
                );
                manifest = Some(serde_json::from_slice::<Manifest>(&bytes)?);
            }
            _ => {
                let sum = reader.sum().await?;
                sums.insert(name, sum);
            }
        }
    }
    let listed = listed.ok_or("the archive has no checksums: it is not complete")?;
    let listed: HashMap<String, String> = listed
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, name)| (name.to_owned(), sum.to_owned()))
        .collect();
    if listed != sums {
        return Err("the archive is damaged: its checksums do not match".into());
    }
    let manifest = manifest.ok_or("the archive has no manifest")?;
    if manifest.format != FORMAT {
        return Err(format!(
            "the archive has the format {}, this program reads {FORMAT}",
            manifest.format
        )
        .into());
    }
    Ok(manifest)
}

fn empty(folder: &Path) -> Result<(), Failure> {
    let name = folder.display();
    match std::fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(format!(
                "TABADUL_DATA_DIR: {name} is not empty: restore only into an empty folder"
            )
            .into()),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("TABADUL_DATA_DIR: {name}: {error}").into()),
    }
}

/// Whether every table and column of the archive exists here.
fn fits(manifest: &Manifest, here: &[Table]) -> Result<(), Failure> {
    for table in &manifest.tables {
        let known = here.iter().find(|known| known.name == table.name);
        let missing = table
            .columns
            .iter()
            .find(|column| known.is_none_or(|known| !known.columns.contains(column)));
        if let Some(column) = missing {
            return Err(format!(
                "the archive has {}.{}, which the schema here has not",
                table.name, column.name
            )
            .into());
        }
    }
    Ok(())
}

fn table_of<'a>(manifest: &'a Manifest, entry: &str) -> Option<&'a Table> {
    let (table, _) = entry.strip_prefix("database/")?.split_once('/')?;
    manifest.tables.iter().find(|known| known.name == table)
}

async fn load_rows(load: &mut Load, table: &Table, bytes: &[u8]) -> Result<u64, Failure> {
    let mut count = 0;
    for line in bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let row: Vec<Value> =
            serde_json::from_slice(line).map_err(|error| format!("{}: {error}", table.name))?;
        load.insert(table, &row).await?;
        count += 1;
    }
    Ok(count)
}
