//! What the files of a form must pass before they are kept: the organization's limits, and the virus scanner where there is
//! one. Every file that becomes a version comes through here.

use axum::http::StatusCode;

use super::resumable::waiting;
use super::upload::{FILE_FIELD, FileProblem, Upload};
use super::virus::{self, Scanned};
use super::{input, quota};
use crate::clock::Id;
use crate::error::AppError;
use crate::http::Visit;
use crate::i18n::Words;
use crate::ui::Problems;

/// The files that may be kept. Of any other the problem is noted beside the field; it is given back only if it waits, or shall:
/// then it needs not be sent a second time. `again`: the same form has been here before, and the store will say so.
pub(super) async fn admit(
    visit: &Visit,
    organization: Id,
    again: bool,
    uploads: impl IntoIterator<Item = Upload>,
    status: StatusCode,
    problems: &mut Problems,
) -> Result<(Vec<Upload>, StatusCode), AppError> {
    let mut room = quota::room(visit, organization).await?;
    let (mut given_back, mut status) = (Vec::new(), status);
    let uploads: Vec<_> = uploads.into_iter().collect();
    let several = uploads.len() > 1;
    for upload in uploads {
        let size = upload.staged.size();
        let name = upload.name.clone();
        // What waits has its room already, or the store exchanges it.
        let waits = upload.waiting.is_some();
        let fits = if waits || again {
            room.check_file(size)
        } else {
            room.check(size)
        };
        let (upload, problem) = match fits {
            Err(problem) => (Some(upload).filter(|_| waits), Some(problem)),
            Ok(()) => checked(visit, upload).await?,
        };
        if let Some(problem) = problem {
            status = problem.status();
            // This one names the file by itself.
            let names = matches!(problem, FileProblem::Infected { .. });
            let name = if several && !names { &name } else { "" };
            problems.add(FILE_FIELD, input::named_problem(visit.t, name, &problem));
        } else if !waits {
            room.left = room.left.map(|left| left.saturating_sub(size));
        }
        given_back.extend(upload);
    }
    Ok((given_back, status))
}

/// The file as the scanner leaves it: gone where something was found, kept for later where it could not be asked.
async fn checked(
    visit: &Visit,
    upload: Upload,
) -> Result<(Option<Upload>, Option<FileProblem>), AppError> {
    let scanned = virus::check(visit.app.scanner.as_ref(), &upload.staged, &upload.name).await;
    let problem = match scanned {
        Scanned::Fine => return Ok((Some(upload), None)),
        Scanned::Unknown => return Ok((Some(upload), Some(FileProblem::Unchecked))),
        Scanned::Refused(problem) => problem,
    };
    if let Some(id) = upload.waiting {
        waiting::forget(visit, id).await?;
    }
    Ok((None, Some(problem)))
}

/// The answer where another upload took the room in between.
pub(super) fn too_late(t: Words, left: u64) -> (Problems, StatusCode) {
    let problem = FileProblem::NoRoom(left);
    let problems = Problems::one(FILE_FIELD, input::file_problem(t, &problem));
    (problems, problem.status())
}
