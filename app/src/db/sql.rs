//! The one builder for statements whose conditions depend on the request. Everything else is a literal.

use std::fmt::Write as _;

use sqlx::any::AnyArguments;
use sqlx::{Any, Arguments, AssertSqlSafe, Encode, Type};

use super::Db;
use crate::error::AppError;

/// Conditions joined by AND, with their values. Texts passed as SQL are literals of the source; values only ever travel
/// as `$n`, which both engines understand.
#[derive(Default)]
pub struct Where {
    sql: String,
    /// Where the last condition begins.
    last: usize,
    arguments: AnyArguments,
    count: usize,
    failed: Option<sqlx::error::BoxDynError>,
}

impl Where {
    /// No condition yet: everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a condition; each `?` in it stands for the one value.
    pub fn and<'t, T>(mut self, condition: &'static str, value: T) -> Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        let place = self.bind(value);
        self.join(&condition.replace('?', &place));
        self
    }

    /// Adds a condition when there is a value.
    pub fn and_some<'t, T>(self, condition: &'static str, value: Option<T>) -> Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        match value {
            Some(value) => self.and(condition, value),
            None => self,
        }
    }

    /// Adds a condition without a value.
    pub fn and_plain(mut self, condition: &'static str) -> Self {
        self.join(condition);
        self
    }

    /// Adds a condition that rows found by the others are checked with: inside CASE no engine takes an index for it. Without
    /// statistics SQLite would rather walk an index of all that is public than look up twenty identifiers.
    pub fn and_checked(mut self, condition: &'static str) -> Self {
        self.join(&format!("CASE WHEN {condition} THEN 1 ELSE 0 END = 1"));
        self
    }

    /// Adds `column IN (…)`; an empty list matches nothing.
    pub fn and_in<'t, T>(
        mut self,
        column: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        let places: Vec<_> = values.into_iter().map(|value| self.bind(value)).collect();
        if places.is_empty() {
            self.join("1 = 0");
        } else {
            self.join(&format!("{column} IN ({})", places.join(", ")));
        }
        self
    }

    /// Widens the last condition: it also holds where `column IN (…)`.
    pub fn or_in<'t, T>(mut self, column: &'static str, values: impl IntoIterator<Item = T>) -> Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        let places: Vec<_> = values.into_iter().map(|value| self.bind(value)).collect();
        if !places.is_empty() {
            self.sql.insert(self.last, '(');
            let _ = write!(self.sql, " OR {column} IN ({}))", places.join(", "));
        }
        self
    }

    fn bind<'t, T>(&mut self, value: T) -> String
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        if let Err(error) = self.arguments.add(value) {
            self.failed = Some(error);
        }
        self.count += 1;
        format!("${}", self.count)
    }

    fn join(&mut self, condition: &str) {
        self.sql.push_str(if self.sql.is_empty() {
            " WHERE "
        } else {
            " AND "
        });
        self.last = self.sql.len();
        let _ = write!(self.sql, "({condition})");
    }

    /// The whole statement: `before`, the conditions, `after`, and how many rows to give from which offset.
    pub fn page(
        mut self,
        before: &'static str,
        after: &'static str,
        limit: i64,
        offset: i64,
    ) -> Result<(AssertSqlSafe<String>, AnyArguments), sqlx::Error> {
        let limit = self.bind(limit);
        let offset = self.bind(offset);
        let sql = format!("{before}{} {after} LIMIT {limit} OFFSET {offset}", self.sql);
        self.finish(sql)
    }

    /// The whole statement without a limit, for counts and for sets that are bounded by their nature.
    pub fn whole(
        self,
        before: &'static str,
        after: &'static str,
    ) -> Result<(AssertSqlSafe<String>, AnyArguments), sqlx::Error> {
        let sql = format!("{before}{} {after}", self.sql);
        self.finish(sql)
    }

    /// A walk through identifiers: those of `select` after one of them, in their order, at most `limit`.
    pub async fn ids_after(
        self,
        db: &Db,
        select: &'static str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<String>, AppError> {
        let (sql, arguments) = self
            .and("id > ?", after)
            .page(select, "ORDER BY id", limit, 0)?;
        Ok(sqlx::query_scalar_with(sql, arguments)
            .fetch_all(db.reader())
            .await?)
    }

    fn finish(self, sql: String) -> Result<(AssertSqlSafe<String>, AnyArguments), sqlx::Error> {
        match self.failed {
            Some(error) => Err(sqlx::Error::Encode(error)),
            // Safe: made of literals and `$n` alone.
            None => Ok((AssertSqlSafe(sql), self.arguments)),
        }
    }
}

/// Many rows in one INSERT: a statement a row would spend most of its time on the way to the database.
#[derive(Default)]
pub struct Rows {
    sql: String,
    arguments: AnyArguments,
    count: usize,
    open: bool,
    failed: Option<sqlx::error::BoxDynError>,
}

impl Rows {
    /// No row yet. `insert` is `INSERT INTO table (columns)`.
    pub fn new(insert: &'static str) -> Self {
        Self {
            sql: insert.to_owned(),
            ..Self::default()
        }
    }

    /// Begins a row.
    pub fn row(&mut self) -> &mut Self {
        self.sql
            .push_str(if self.count == 0 { " VALUES (" } else { "), (" });
        self.open = false;
        self
    }

    /// Puts the next value into the row.
    pub fn value<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        if let Err(error) = self.arguments.add(value) {
            self.failed = Some(error);
        }
        self.count += 1;
        let comma = if self.open { ", " } else { "" };
        let _ = write!(self.sql, "{comma}${}", self.count);
        self.open = true;
        self
    }

    /// The statement; none where there is no row.
    pub fn finish(mut self) -> Result<Option<(AssertSqlSafe<String>, AnyArguments)>, sqlx::Error> {
        if let Some(error) = self.failed {
            return Err(sqlx::Error::Encode(error));
        }
        if self.count == 0 {
            return Ok(None);
        }
        self.sql.push(')');
        // Safe: made of a literal and `$n` alone.
        Ok(Some((AssertSqlSafe(self.sql), self.arguments)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_joined_and_numbered() {
        let built = Where::new()
            .and("kind = ?", "a")
            .and_some::<&str>("region = ?", None)
            .and_in("topic", ["x", "y"])
            .and("? = a OR ? = b", 3_i64)
            .page("SELECT 1 FROM t", "ORDER BY id", 20, 40)
            .unwrap();
        assert_eq!(
            built.0.0,
            "SELECT 1 FROM t WHERE (kind = $1) AND (topic IN ($2, $3)) AND ($4 = a OR $4 = b) ORDER BY id LIMIT $5 OFFSET $6"
        );
    }

    #[test]
    fn a_condition_can_be_widened() {
        let built = Where::new()
            .and_plain("a = 1")
            .and("b = ?", 2_i64)
            .or_in("c", [3_i64, 4])
            .or_in::<i64>("d", [])
            .whole("SELECT 1 FROM t", "")
            .unwrap();
        assert_eq!(
            built.0.0,
            "SELECT 1 FROM t WHERE (a = 1) AND ((b = $1) OR c IN ($2, $3)) "
        );
    }

    #[test]
    fn an_empty_list_matches_nothing() {
        let built = Where::new()
            .and_in::<&str>("topic", [])
            .whole("SELECT 1 FROM t", "")
            .unwrap();
        assert_eq!(built.0.0, "SELECT 1 FROM t WHERE (1 = 0) ");
    }

    #[test]
    fn rows_travel_together() {
        let mut rows = Rows::new("INSERT INTO t (a, b)");
        rows.row().value("x").value(1_i64);
        rows.row().value("y").value(2_i64);
        let (sql, _) = rows.finish().unwrap().unwrap();
        assert_eq!(sql.0, "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert!(Rows::new("INSERT INTO t (a)").finish().unwrap().is_none());
    }
}
