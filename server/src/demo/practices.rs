//! Demo practices, through the import that everyone uses.

use std::collections::HashMap;

use app::clock::{Id, Sources};
use app::db::Db;
use app::practices::import::import;
use app::practices::store::{Filter, list};

use crate::commands::{Failure, failure};

const FILE: &[u8] = include_bytes!("../../../app/demo/practices.jsonl");

/// Imports the practices; gives their identifiers by `external_id`.
pub async fn load(db: &Db, sources: &Sources) -> Result<HashMap<String, Id>, Failure> {
    import(db, sources, FILE)
        .await
        .map_err(|refusal| format!("app/demo/practices.jsonl: {refusal:?}"))?;
    let mut ids = HashMap::new();
    for line in FILE
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let row: serde_json::Value = serde_json::from_slice(line)?;
        let name = row["external_id"].as_str().unwrap_or_default().to_owned();
        let filter = Filter {
            external_id: Some(name.clone()),
            ..Filter::default()
        };
        let found = list(db, None, &filter, 1, 0).await.map_err(failure)?;
        ids.extend(found.first().map(|item| (name, item.id)));
    }
    Ok(ids)
}
