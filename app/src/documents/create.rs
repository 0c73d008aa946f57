//! Uploading: one file becomes a document, several become as many, all of them or none.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;

use super::admission;
use super::file_field::{self, Several};
use super::form_view::{self, NewForm};
use super::forms::{attachable, choices, done_with};
use super::input::{Titled, Values};
use super::links::Place;
use super::mails;
use super::pages::SECTION;
use super::policy;
use super::quota;
use super::receiving::{Sent, as_kept, choose_again, keep, receive, take_files, text_problems};
use super::resumable::waiting;
use super::store::{self, Added};
use super::titles;
use super::types::{Details, Document, Licence, NewFile, Status};
use super::upload::{FILES, FileProblem, Upload};
use crate::accounts::Actor;
use crate::clock::Id;
use crate::db::Entity;
use crate::error::AppError;
use crate::http::{Visit, see_other};
use crate::mail::Letters;
use crate::shell::Head;
use crate::storage::BlobHash;
use crate::ui::{Problem, Problems};

/// GET /documents/new
pub async fn new(visit: Visit) -> Result<Response, AppError> {
    let actor = visit.member()?;
    let Some(id) = visit.asked_id() else {
        return Ok(visit.to_empty_form());
    };
    if !made_before(&visit, actor, id).await?.is_empty() {
        return Ok(see_other(&visit.link(&format!("{SECTION}/{id}"))));
    }
    let mut values: Values = serde_html_form::from_str(&visit.query).unwrap_or_default();
    values.id = id.to_string();
    values.language = visit.locale.code().to_owned();
    // What the network is for; whoever wants more or less says so.
    values.licence = Licence::Network.as_str().to_owned();
    let place = wanted_place(&visit, &values).await?;
    values.organization = owner(actor, &values, place.as_ref())
        .map(|id| id.to_string())
        .unwrap_or_default();
    Page::of(&values, place.as_ref()).show(&visit).await
}

/// POST /documents/new
pub async fn create(visit: Visit, request: Request) -> Result<Response, AppError> {
    let mut sent = receive(&visit, request, FILES).await?;
    let actor = visit.member()?;
    let place = wanted_place(&visit, &sent.values).await?;
    let place = place.as_ref();
    let mut page = Page::of(&sent.values, place);
    if sent.replayed {
        page.problems = choose_again(visit.t, &sent.values);
        return page.show(&visit).await;
    }
    let (id, organization) = aim(actor, &sent.values, place)?;
    let published = status_of(actor, organization, &sent.values, place)?;
    page.problems = text_problems(&visit, sent.broken_text);
    let details = check(&visit, actor, &sent, &mut page.problems).await?;
    let made = made_before(&visit, actor, id).await?;
    if !made.is_empty() {
        return sent_again(&visit, actor, sent, details, page, made).await;
    }
    let (uploads, status) = admit(&visit, organization, &mut sent, &mut page.problems).await?;
    let (Some(details), true) = (details, page.problems.is_empty()) else {
        // What is good is kept: only what is not must be sent again.
        let kept = waiting::put_aside(&visit, actor, uploads).await?;
        page.values.keep(kept);
        page.status = status;
        return page.show(&visit).await;
    };
    let files = match keep_all(&visit, uploads, sent.values.keeps_traces()).await? {
        Ok(files) => files,
        Err(problems) => {
            let full = StatusCode::INSUFFICIENT_STORAGE;
            return page.with(problems, full).show(&visit).await;
        }
    };
    let batch = Batch {
        id,
        organization,
        details,
        status: published,
    };
    match store_all(&visit, actor, &batch, place, &files).await {
        Err(AppError::NoRoom(left)) => {
            let (problems, status) = admission::too_late(visit.t, left);
            page.with(problems, status).show(&visit).await
        }
        Err(other) => Err(other),
        Ok(Added::Before) => {
            // The same form, sent while this one was read.
            let made = made_before(&visit, actor, id).await?;
            let files: Vec<_> = files.iter().map(Content::of_kept).collect();
            if is_same(&batch.details, &files, &made) {
                return Ok(done(&visit, place, &Made::of(id, &made)));
            }
            page.differing(&visit, made).show(&visit).await
        }
        Ok(Added::New) => {
            for file in &files {
                waiting::done(&visit, file.upload).await;
            }
            let made = Made {
                first: id,
                count: files.len(),
                published: batch.status == Status::Published,
            };
            Ok(done(&visit, place, &made))
        }
    }
}

/// The identifier of the form's first document, and whose they will be.
fn aim(actor: &Actor, values: &Values, place: Option<&Place>) -> Result<(Id, Id), AppError> {
    let (Ok(id), Some(organization)) = (values.id.parse(), owner(actor, values, place)) else {
        return Err(AppError::BadRequest);
    };
    if policy::may_upload(actor, organization) {
        Ok((id, organization))
    } else {
        Err(AppError::Forbidden)
    }
}

/// What the form says about its documents; notes what is wrong.
async fn check(
    visit: &Visit,
    actor: &Actor,
    sent: &Sent,
    problems: &mut Problems,
) -> Result<Option<Details>, AppError> {
    let choices = choices(visit, actor, None).await?;
    let titled = match sent.files.len() {
        0 | 1 => Titled::Required,
        _ => Titled::ByFile,
    };
    let (topics, ids) = (choices.topics(), choices.ids());
    Ok(sent.values.check(visit.t, &topics, &ids, titled, problems))
}

/// The form's files that can be kept, and the status that a page about the others has.
async fn admit(
    visit: &Visit,
    organization: Id,
    sent: &mut Sent,
    problems: &mut Problems,
) -> Result<(Vec<Upload>, StatusCode), AppError> {
    let more = sent
        .more
        .then(|| Problem::Said(visit.t.documents_files_many(FILES)));
    let files = std::mem::take(&mut sent.files);
    let (uploads, status) = take_files(visit, files, more, problems);
    admission::admit(visit, organization, false, uploads, status, problems).await
}

/// Whether the documents are published at once. What others would see on the place is for whoever decides there.
fn status_of(
    actor: &Actor,
    organization: Id,
    values: &Values,
    place: Option<&Place>,
) -> Result<Status, AppError> {
    if values.action != "draft" && may_publish_at(actor, organization, place) {
        return Ok(Status::Published);
    }
    match place {
        Some(place) if !place.may_link(organization, Status::Draft) => Err(AppError::Forbidden),
        _ => Ok(Status::Draft),
    }
}

/// Whether this actor may publish the organization's new document in this place. With what waits, it waits.
fn may_publish_at(actor: &Actor, organization: Id, place: Option<&Place>) -> bool {
    let open = |place: &Place| place.published && place.may_link(organization, Status::Published);
    actor.publishes_for(organization) && place.is_none_or(open)
}

/// What the documents of one form share.
struct Batch {
    id: Id,
    organization: Id,
    details: Details,
    status: Status,
}

/// What a form has made.
struct Made {
    first: Id,
    count: usize,
    published: bool,
}

impl Made {
    fn of(first: Id, documents: &[Document]) -> Self {
        let published = |document: &Document| document.status == Status::Published;
        Self {
            first,
            count: documents.len(),
            published: documents.first().is_some_and(published),
        }
    }
}

/// What this form made when it was sent before, in its order.
async fn made_before(visit: &Visit, actor: &Actor, id: Id) -> Result<Vec<Document>, AppError> {
    let ids: Vec<Id> = (0..FILES).map(|index| id.following(index)).collect();
    let mut found = store::by_ids(&visit.app.db, Some(actor), &ids).await?;
    found.retain(|document| document.created_by == actor.id);
    found.sort_by_key(|document| ids.iter().position(|id| *id == document.id));
    if found.first().is_some_and(|document| document.id == id) {
        Ok(found)
    } else {
        Ok(Vec::new())
    }
}

/// What a file of a form is, as far as it can be compared.
enum Content {
    /// Its name, and what its content is called.
    Known(String, BlobHash),
    /// It arrived before the form, and has become a document.
    Taken,
    /// It was refused.
    Refused,
}

impl Content {
    fn of(upload: &Upload) -> Self {
        Self::Known(upload.name.clone(), upload.staged.hash().clone())
    }

    fn of_kept(file: &NewFile) -> Self {
        Self::Known(file.file_name.clone(), file.blob.clone())
    }

    fn is(&self, document: &Document) -> bool {
        let kept = &document.current;
        match self {
            Self::Known(name, blob) => *name == kept.file_name && *blob == kept.blob,
            Self::Taken => true,
            Self::Refused => false,
        }
    }
}

/// Whether the form says of each document what is stored.
fn is_same(details: &Details, files: &[Content], made: &[Document]) -> bool {
    let said = |document: &Document| details_of(details, files.len(), &document.current.file_name);
    files.len() == made.len()
        && files
            .iter()
            .zip(made)
            .all(|(file, document)| file.is(document) && said(document) == document.details())
}

/// Takes out what is the document of a file that arrived before the form: it had been chosen once more.
fn without_repeated(files: &mut Vec<Content>, made: &[Document]) {
    let taken: Vec<_> = files
        .iter()
        .zip(made)
        .filter(|(file, _)| matches!(file, Content::Taken))
        .map(|(_, document)| document)
        .collect();
    files.retain(|file| {
        matches!(file, Content::Taken) || !taken.iter().any(|document| file.is(document))
    });
}

/// The same form came before. Where it says the same, what it made is there. Where it was changed meanwhile, nothing typed or
/// sent is lost, and sending it once more makes other documents: that is then a decision.
async fn sent_again(
    visit: &Visit,
    actor: &Actor,
    sent: Sent,
    details: Option<Details>,
    mut page: Page<'_>,
    made: Vec<Document>,
) -> Result<Response, AppError> {
    let keeps_traces = sent.values.keeps_traces();
    let (mut files, mut uploads) = (Vec::new(), Vec::new());
    for came in sent.files {
        files.push(match came.file {
            Ok(upload) => {
                let upload = as_kept(visit, upload, keeps_traces).await?;
                let content = Content::of(&upload);
                uploads.push(upload);
                content
            }
            Err(FileProblem::Gone) => Content::Taken,
            Err(_) => Content::Refused,
        });
    }
    if sent.more {
        files.push(Content::Refused);
    }
    without_repeated(&mut files, &made);
    if page.problems.is_empty() && details.is_some_and(|details| is_same(&details, &files, &made)) {
        let first = page.values.id.parse().map_err(|_| AppError::BadRequest)?;
        return Ok(done(visit, page.place, &Made::of(first, &made)));
    }
    let kept = waiting::put_aside(visit, actor, uploads).await?;
    page.values.keep(kept);
    page.differing(visit, made).show(visit).await
}

/// Makes the files durable, one after another.
async fn keep_all(
    visit: &Visit,
    uploads: Vec<Upload>,
    keeps_traces: bool,
) -> Result<Result<Vec<NewFile>, Problems>, AppError> {
    let mut files = Vec::new();
    for upload in uploads {
        match keep(visit, upload, String::new(), keeps_traces).await? {
            Ok(file) => files.push(file),
            Err(problems) => return Ok(Err(problems)),
        }
    }
    Ok(Ok(files))
}

/// Stores all documents in one transaction, unless the same form did so in the meantime.
async fn store_all(
    visit: &Visit,
    actor: &Actor,
    batch: &Batch,
    place: Option<&Place>,
    files: &[NewFile],
) -> Result<Added, AppError> {
    let target = place.map(|place| place.target);
    let letters = letters(visit, actor, batch, place, files).await?;
    let mut write = visit.app.db.begin_write(visit.now, Some(actor.id)).await?;
    for (index, file) in files.iter().enumerate() {
        let details = details_of(&batch.details, files.len(), &file.file_name);
        let ids = (batch.id.following(index), batch.organization, actor.id);
        match store::create(&mut write, ids, &details, file, batch.status, target).await? {
            Added::New => {}
            // Dropping the transaction takes back what it had.
            Added::Before => return Ok(Added::Before),
        }
    }
    letters.leave_with(&mut write).await?;
    write.commit().await?;
    Ok(Added::New)
}

/// What publishers hear of it: of drafts that wait for themselves. Those of a practice that is not published yet are reviewed
/// with it.
async fn letters(
    visit: &Visit,
    actor: &Actor,
    batch: &Batch,
    place: Option<&Place>,
    files: &[NewFile],
) -> Result<Letters, AppError> {
    let practice = |place: &Place| place.target.entity == Entity::Practice;
    let reviewed = place.is_some_and(|place| practice(place) && !place.published);
    if batch.status != Status::Draft || reviewed || actor.publishes_for(batch.organization) {
        return Ok(Letters::none(&visit.app.sources));
    }
    let (app, organization) = (&visit.app, batch.organization);
    mails::drafts_wait(
        app,
        actor,
        organization,
        batch.id,
        &batch.details,
        files.len(),
    )
    .await
}

/// What the form says about one of its files.
fn details_of(details: &Details, files: usize, file_name: &str) -> Details {
    match files {
        1 => details.clone(),
        _ => titles::of_file(details, file_name),
    }
}

/// To what the documents hang on, to the one document, or to the list that has all of them.
fn done(visit: &Visit, place: Option<&Place>, made: &Made) -> Response {
    let Made {
        first,
        count,
        published,
    } = *made;
    if let Some(place) = place {
        let done = if count == 1 {
            "attached"
        } else {
            "attached-several"
        };
        return see_other(&visit.link(&format!("{}?done={done}", place.path)));
    }
    match (count, published) {
        (1, true) => done_with(visit, first, "uploaded"),
        (1, false) => done_with(visit, first, "draft"),
        (_, true) => see_other(&visit.link(&format!("{SECTION}?done=uploaded&count={count}"))),
        (_, false) => see_other(&visit.link(&format!("{SECTION}?done=drafts&count={count}"))),
    }
}

/// The organization that the document will belong to: the chosen one, that of the practice, or the member's own.
fn owner(actor: &Actor, values: &Values, place: Option<&Place>) -> Option<Id> {
    if !values.organization.is_empty() {
        return values.organization.parse().ok();
    }
    place
        .and_then(|place| place.owner)
        .or(Some(actor.organization))
}

/// What the new document will hang on. What the member may not change is not there.
async fn wanted_place(visit: &Visit, values: &Values) -> Result<Option<Place>, AppError> {
    match values.target()? {
        None => Ok(None),
        Some(target) => attachable(visit, target).await.map(Some),
    }
}

/// The page with the form, as it is to be shown.
struct Page<'a> {
    values: Values,
    problems: Problems,
    status: StatusCode,
    place: Option<&'a Place>,
    /// What the same form made before.
    made: Vec<Document>,
}

impl<'a> Page<'a> {
    fn of(values: &Values, place: Option<&'a Place>) -> Self {
        Self {
            values: values.clone(),
            problems: Problems::new(),
            status: StatusCode::OK,
            place,
            made: Vec::new(),
        }
    }

    fn with(self, problems: Problems, status: StatusCode) -> Self {
        Self {
            problems,
            status,
            ..self
        }
    }

    /// The form makes other documents when it is sent again.
    fn differing(mut self, visit: &Visit, made: Vec<Document>) -> Self {
        let words = visit.t.documents_problem_sent_before().to_owned();
        self.problems.add("form", Problem::Said(words));
        self.values.id = visit.app.sources.id().to_string();
        self.status = StatusCode::CONFLICT;
        Self { made, ..self }
    }

    async fn show(self, visit: &Visit) -> Result<Response, AppError> {
        let actor = visit.member()?;
        let choices = choices(visit, actor, None).await?;
        let waiting = waiting::of(visit, actor).await?;
        let (values, problems, place) = (&self.values, &self.problems, self.place);
        let organization = owner(actor, values, place).unwrap_or(actor.organization);
        let room = quota::hint(visit, organization).await?;
        let mut head = Head::new(visit.t.documents_new())
            .section(SECTION)
            .crumb(visit.t.documents_title(), SECTION);
        head.status = self.status;
        head.islands = true;
        Ok(visit.page(head, || {
            let form = NewForm {
                values,
                problems,
                choices: &choices,
                place,
                publishes: may_publish_at(actor, organization, place),
                made: &self.made,
                file: file_field::file(visit, values, problems, &waiting, &room, Several::Yes),
            };
            form_view::new(visit, form)
        }))
    }
}
