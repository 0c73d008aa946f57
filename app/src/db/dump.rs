//! The whole content of the database as rows that either engine can take in again: what backups are made of.
//!
//! Tables and columns come from the schema, so a feature's new table is in the next backup without anyone thinking of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, AnyConnection, AssertSqlSafe, Executor as _, Row as _, Transaction};

use super::{Db, Engine, MIGRATIONS};

/// Any error, to be told to whoever makes or restores a backup.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The types that migrations use (migrations/README.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// TEXT.
    Text,
    /// BIGINT.
    Integer,
    /// DOUBLE PRECISION.
    Real,
    /// BYTEA.
    Bytes,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ColumnKind,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// In the order of the schema.
    pub columns: Vec<Column>,
}

/// The database as it is at one instant, whatever others write meanwhile.
pub struct Snapshot {
    transaction: Transaction<'static, Any>,
    engine: Engine,
}

/// Rows going in, all of them or none. Foreign keys are checked when everything is there.
pub struct Load {
    transaction: Transaction<'static, Any>,
    engine: Engine,
    /// PostgreSQL's foreign keys: table, name, definition.
    keys: Vec<(String, String, String)>,
}

impl Db {
    /// Holds on to the present content.
    pub async fn snapshot(&self) -> Result<Snapshot, sqlx::Error> {
        let begin = match self.engine {
            // The first question fixes what a reader of the write-ahead log sees.
            Engine::Sqlite => "BEGIN DEFERRED",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        let transaction = self.reader.begin_with(begin).await?;
        Ok(Snapshot {
            transaction,
            engine: self.engine,
        })
    }

    /// Whether the database holds no table at all.
    pub async fn is_blank(&self) -> Result<bool, Failure> {
        let mut connection = self.reader.acquire().await?;
        Ok(table_names(&mut connection, self.engine).await?.is_empty())
    }

    /// Brings a blank database to the schema that it had after this migration.
    pub async fn migrate_to(&self, version: i64) -> Result<(), Failure> {
        if !MIGRATIONS.version_exists(version) {
            return Err(
                format!("the schema {version} is of a later version of this program").into(),
            );
        }
        Ok(MIGRATIONS.run_to(version, &self.writer).await?)
    }

    /// Begins to take rows in, and first empties every table.
    pub async fn load(&self) -> Result<Load, Failure> {
        let begin = match self.engine {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        let mut transaction = self.writer.begin_with(begin).await?;
        let keys = match self.engine {
            Engine::Sqlite => {
                transaction
                    .execute("PRAGMA defer_foreign_keys = ON")
                    .await?;
                Vec::new()
            }
            Engine::Postgres => drop_keys(&mut transaction).await?,
        };
        for table in table_names(&mut transaction, self.engine).await? {
            let sql = format!("DELETE FROM {}", quoted(&table)?);
            transaction.execute(AssertSqlSafe(sql)).await?;
        }
        Ok(Load {
            transaction,
            engine: self.engine,
            keys,
        })
    }
}

impl Snapshot {
    /// Every table of the product.
    pub async fn tables(&mut self) -> Result<Vec<Table>, Failure> {
        tables(&mut self.transaction, self.engine).await
    }

    /// The last migration that the database has seen.
    pub async fn schema(&mut self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar("SELECT CAST(MAX(version) AS BIGINT) FROM _sqlx_migrations")
            .fetch_one(&mut *self.transaction)
            .await
    }

    /// The rows of a table, each an array in the order of its columns, in the order of the table's first columns: its key.
    pub fn rows<'a>(
        &'a mut self,
        table: &'a Table,
    ) -> Result<BoxStream<'a, Result<Value, Failure>>, Failure> {
        let columns: Vec<_> = table
            .columns
            .iter()
            .map(|column| quoted(&column.name))
            .collect::<Result<_, _>>()?;
        let order: Vec<_> = (1..=columns.len().min(3))
            .map(|place| place.to_string())
            .collect();
        let sql = format!(
            "SELECT {} FROM {} ORDER BY {}",
            columns.join(", "),
            quoted(&table.name)?,
            order.join(", ")
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut *self.transaction);
        Ok(rows.map(|row| encode(&row?, &table.columns)).boxed())
    }
}

impl Load {
    /// Every table that can be filled.
    pub async fn tables(&mut self) -> Result<Vec<Table>, Failure> {
        tables(&mut self.transaction, self.engine).await
    }

    /// Takes one row in.
    pub async fn insert(&mut self, table: &Table, row: &[Value]) -> Result<(), Failure> {
        if row.len() != table.columns.len() {
            return Err(format!("{}: a row with {} values", table.name, row.len()).into());
        }
        let mut names = Vec::new();
        let mut places = Vec::new();
        let mut arguments = AnyArguments::default();
        for (index, (column, value)) in table.columns.iter().zip(row).enumerate() {
            names.push(quoted(&column.name)?);
            places.push(format!("${}", index + 1));
            decode(&mut arguments, column.kind, value)
                .map_err(|error| format!("{}.{}: {error}", table.name, column.name))?;
        }
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            quoted(&table.name)?,
            names.join(", "),
            places.join(", ")
        );
        sqlx::query_with(AssertSqlSafe(sql), arguments)
            .execute(&mut *self.transaction)
            .await
            .map_err(|error| format!("{}: {error}", table.name))?;
        Ok(())
    }

    /// Checks the foreign keys and makes everything durable.
    pub async fn commit(mut self) -> Result<(), Failure> {
        for (table, name, definition) in std::mem::take(&mut self.keys) {
            let sql = format!(
                "ALTER TABLE {} ADD CONSTRAINT {} {definition}",
                quoted(&table)?,
                quoted(&name)?
            );
            self.transaction.execute(AssertSqlSafe(sql)).await?;
        }
        Ok(self.transaction.commit().await?)
    }
}

/// PostgreSQL cannot put off the check of a key that was not declared so; the keys come back at the end.
async fn drop_keys(
    connection: &mut AnyConnection,
) -> Result<Vec<(String, String, String)>, Failure> {
    let keys: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT CAST(t.relname AS TEXT), CAST(c.conname AS TEXT), pg_get_constraintdef(c.oid) FROM pg_constraint c \
         JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
         WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY 1, 2",
    )
    .fetch_all(&mut *connection)
    .await?;
    for (table, name, _) in &keys {
        let sql = format!(
            "ALTER TABLE {} DROP CONSTRAINT {}",
            quoted(table)?,
            quoted(name)?
        );
        connection.execute(AssertSqlSafe(sql)).await?;
    }
    Ok(keys)
}

async fn tables(connection: &mut AnyConnection, engine: Engine) -> Result<Vec<Table>, Failure> {
    let mut tables = Vec::new();
    for name in table_names(connection, engine).await? {
        let sql = match engine {
            Engine::Sqlite => "SELECT name, type FROM pragma_table_info($1) ORDER BY cid",
            Engine::Postgres => {
                "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
            }
        };
        let columns: Vec<(String, String)> = sqlx::query_as(sql)
            .bind(&name)
            .fetch_all(&mut *connection)
            .await?;
        let columns = columns
            .into_iter()
            .map(|(column, kind)| match column_kind(&kind) {
                Some(kind) => Ok(Column { name: column, kind }),
                None => Err(format!(
                    "{name}.{column}: the type {kind} cannot be backed up"
                )),
            })
            .collect::<Result<_, _>>()?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

async fn table_names(
    connection: &mut AnyConnection,
    engine: Engine,
) -> Result<Vec<String>, sqlx::Error> {
    let sql = match engine {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name"
        }
        Engine::Postgres => {
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
        }
    };
    let mut names: Vec<String> = sqlx::query_scalar(sql).fetch_all(connection).await?;
    names.retain(|name| name != "_sqlx_migrations");
    names.sort();
    Ok(names)
}

fn column_kind(declared: &str) -> Option<ColumnKind> {
    match declared.to_ascii_lowercase().as_str() {
        "text" => Some(ColumnKind::Text),
        "bigint" => Some(ColumnKind::Integer),
        "double precision" => Some(ColumnKind::Real),
        "bytea" => Some(ColumnKind::Bytes),
        _ => None,
    }
}

/// The name as SQL takes it. Ours are plain words; anything else is not put into a statement.
fn quoted(name: &str) -> Result<String, Failure> {
    let plain = !name.is_empty()
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if plain {
        Ok(format!("\"{name}\""))
    } else {
        Err(format!("not a name of ours: {name:?}").into())
    }
}

fn encode(row: &AnyRow, columns: &[Column]) -> Result<Value, Failure> {
    let mut values = Vec::with_capacity(columns.len());
    for (index, column) in columns.iter().enumerate() {
        values.push(match column.kind {
            ColumnKind::Text => row.try_get::<Option<String>, _>(index)?.map(Value::from),
            ColumnKind::Integer => row.try_get::<Option<i64>, _>(index)?.map(Value::from),
            // As text: the shortest that reads back as the same number.
            ColumnKind::Real => row
                .try_get::<Option<f64>, _>(index)?
                .map(|number| Value::from(number.to_string())),
            ColumnKind::Bytes => row
                .try_get::<Option<Vec<u8>>, _>(index)?
                .map(|bytes| Value::from(STANDARD.encode(bytes))),
        });
    }
    Ok(values.into_iter().map(Option::unwrap_or_default).collect())
}

fn decode(arguments: &mut AnyArguments, kind: ColumnKind, value: &Value) -> Result<(), Failure> {
    use sqlx::Arguments as _;
    let text = match value {
        Value::Null => None,
        Value::String(text) => Some(text.as_str()),
        Value::Number(_) if kind == ColumnKind::Integer => None,
        _ => return Err("not a value of this column".into()),
    };
    match kind {
        ColumnKind::Text => arguments.add(text.map(str::to_owned)),
        ColumnKind::Integer => arguments.add(value.as_i64()),
        ColumnKind::Real => arguments.add(text.map(str::parse::<f64>).transpose()?),
        ColumnKind::Bytes => arguments.add(text.map(|text| STANDARD.decode(text)).transpose()?),
    }
}
