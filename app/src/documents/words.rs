//! The words for what the database calls by codes.

use super::filetype::FileType;
use super::types::{Kind, Language, Licence, Status, Traces, Visibility};
use crate::i18n::Words;

/// The kind, for people.
pub(crate) fn kind(t: Words, kind: Kind) -> &'static str {
    match kind {
        Kind::ByLaw => t.documents_kind_by_law(),
        Kind::TenderText => t.documents_kind_tender_text(),
        Kind::Form => t.documents_kind_form(),
        Kind::Manual => t.documents_kind_manual(),
        Kind::Presentation => t.documents_kind_presentation(),
        Kind::Report => t.documents_kind_report(),
        Kind::Recording => t.documents_kind_recording(),
        Kind::DataSet => t.documents_kind_data_set(),
        Kind::PositionPaper => t.documents_kind_position_paper(),
        Kind::Other => t.documents_kind_other(),
    }
}

/// The language, for people.
pub(crate) fn language(t: Words, language: Language) -> &'static str {
    match language {
        Language::Ar => t.documents_language_ar(),
        Language::En => t.documents_language_en(),
        Language::Both => t.documents_language_both(),
    }
}

/// The licence, for people.
pub(crate) fn licence(t: Words, licence: Licence) -> &'static str {
    match licence {
        Licence::Network => t.documents_licence_network(),
        Licence::CcBy => t.documents_licence_cc_by(),
        Licence::Cc0 => t.documents_licence_cc0(),
        Licence::AllRights => t.documents_licence_all_rights(),
    }
}

/// Who may read, for people.
pub(crate) fn visibility(t: Words, visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => t.documents_visibility_public(),
        Visibility::Network => t.documents_visibility_network(),
        Visibility::Organizations => t.documents_visibility_organizations(),
    }
}

/// The status, for people.
pub(crate) fn status(t: Words, status: Status) -> &'static str {
    match status {
        Status::Draft => t.documents_status_draft(),
        Status::Published => t.documents_status_published(),
        Status::Withdrawn => t.documents_status_withdrawn(),
    }
}

/// What became of author and location data, for people.
pub(crate) fn traces(t: Words, traces: Traces) -> &'static str {
    match traces {
        Traces::Removed => t.documents_traces_removed(),
        Traces::Kept => t.documents_traces_kept(),
        Traces::NoneFound => t.documents_traces_none(),
        Traces::Left => t.documents_traces_left(),
        Traces::Unchecked => t.documents_traces_unchecked(),
    }
}

/// A size as people read it: «1.2 ميغابايت», "24 kB".
pub(crate) fn size(t: Words, bytes: u64) -> String {
    match bytes {
        0..1_000 => t.documents_size_bytes(bytes.to_string()),
        1_000..999_500 => t.documents_size_kb(((bytes + 500) / 1_000).to_string()),
        999_500..999_950_000 => t.documents_size_mb(tenths((bytes + 50_000) / 100_000)),
        _ => t.documents_size_gb(tenths((bytes + 50_000_000) / 100_000_000)),
    }
}

/// One decimal, unless it is zero.
fn tenths(tenths: u64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

/// The endings that are taken, as a list for people.
pub(crate) fn accepted() -> String {
    let endings: Vec<_> = FileType::ALL
        .iter()
        .map(|kind| kind.extension().to_uppercase())
        .collect();
    endings.join(", ")
}

/// The same for the `accept` attribute of a file field.
pub(crate) fn accept_attribute() -> String {
    let endings: Vec<_> = FileType::ALL
        .iter()
        .map(|kind| format!(".{}", kind.extension()))
        .collect();
    format!("{},.jpeg", endings.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn sizes_are_short_and_rounded() {
        let t = Locale::En.words();
        let plain = |bytes| size(t, bytes).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(plain(0), "0 bytes");
        assert_eq!(plain(999), "999 bytes");
        assert_eq!(plain(1_499), "1 kB");
        assert_eq!(plain(24_000), "24 kB");
        assert_eq!(plain(999_499), "999 kB");
        assert_eq!(plain(999_500), "1 MB");
        assert_eq!(plain(1_249_999), "1.2 MB");
        assert_eq!(plain(52_428_800), "52.4 MB");
        assert_eq!(plain(999_950_000), "1 GB");
        assert_eq!(plain(2_147_483_648), "2.1 GB");
    }
}
