//! The kinds of file that the portal takes.

/// A type on the allow-list. Anything else is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named like its file ending")]
pub enum FileType {
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Odp,
    Csv,
    Txt,
    Png,
    Jpeg,
    Webp,
    Mp4,
    Webm,
    Mp3,
    M4a,
    Ogg,
}

impl FileType {
    /// Every type, in the order in which people are told about them.
    pub const ALL: [Self; 17] = [
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Csv,
        Self::Txt,
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Mp4,
        Self::Webm,
        Self::Mp3,
        Self::M4a,
        Self::Ogg,
    ];

    /// The ending that downloads get, and the code in the database.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Csv => "csv",
            Self::Txt => "txt",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Ogg => "ogg",
        }
    }

    /// The media type that downloads are labelled with.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Txt => "text/plain; charset=utf-8",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Ogg => "audio/ogg",
        }
    }

    /// By the ending of a name, lower case, without the dot.
    pub fn by_extension(ending: &str) -> Option<Self> {
        match ending {
            "jpeg" => Some(Self::Jpeg),
            "oga" | "opus" => Some(Self::Ogg),
            "m4v" => Some(Self::Mp4),
            _ => Self::ALL
                .into_iter()
                .find(|kind| kind.extension() == ending),
        }
    }

    /// By what `infer` calls a signature. Zip-based types and text are told apart elsewhere.
    pub(super) fn by_signature(mime: &str) -> Option<Self> {
        Some(match mime {
            "application/pdf" => Self::Pdf,
            "image/png" => Self::Png,
            "image/jpeg" => Self::Jpeg,
            "image/webp" => Self::Webp,
            "video/mp4" | "video/x-m4v" => Self::Mp4,
            // The same container; most browsers' recorders write what `infer` calls Matroska.
            "video/webm" | "video/x-matroska" => Self::Webm,
            "audio/mpeg" => Self::Mp3,
            "audio/m4a" => Self::M4a,
            "audio/ogg" | "audio/opus" => Self::Ogg,
            _ => return None,
        })
    }

    /// By the media type that an OpenDocument file says it is.
    pub(super) fn by_open_document(mime: &str) -> Option<Self> {
        [Self::Odt, Self::Ods, Self::Odp]
            .into_iter()
            .find(|kind| kind.mime() == mime)
    }

    /// Whether it is plain text, which has no signature.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Txt)
    }
}
