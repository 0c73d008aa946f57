//! Puts style, fonts, pictures and the browser half into the executable. Each file is named by a hash of its content, so
//! that browsers may keep it for ever, and is compressed here, once.

#[path = "build/css.rs"]
mod css;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("..");
    let pkg = match env::var_os("TABADUL_PKG_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => root.join("target/site/pkg"),
    };
    // Cargo runs a build that watches a missing path each time; an empty folder is watched in peace.
    fs::create_dir_all(&pkg)?;
    println!("cargo:rerun-if-env-changed=TABADUL_PKG_DIR");
    let (style, load) = (root.join("style"), root.join("app/hydrate/load.js"));
    for watched in [
        &style,
        &load,
        &pkg,
        &PathBuf::from("build.rs"),
        &PathBuf::from("build"),
    ] {
        println!("cargo:rerun-if-changed={}", watched.display());
    }

    let mut bundle = Bundle::new(PathBuf::from(env::var("OUT_DIR")?).join("pkg"))?;
    bundle.style(&style)?;
    bundle.islands(&pkg, &load)?;
    bundle.finish()
}

/// The files gathered so far, and the code that includes them.
struct Bundle {
    out: PathBuf,
    table: String,
    constants: String,
}

impl Bundle {
    fn new(out: PathBuf) -> Result<Self> {
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        fs::create_dir_all(&out)?;
        Ok(Self {
            out,
            table: String::new(),
            constants: String::new(),
        })
    }

    /// Adds a file and returns its hashed name.
    fn add(&mut self, stem: &str, extension: &str, content: &[u8]) -> Result<String> {
        let hash: String =
            Sha256::digest(content)
                .iter()
                .take(8)
                .fold(String::new(), |mut hex, byte| {
                    let _ = write!(hex, "{byte:02x}");
                    hex
                });
        let name = format!("{stem}.{hash}.{extension}");
        let plain = self.out.join(&name);
        fs::write(&plain, content)?;
        // Fonts are compressed already.
        let brotli = if extension == "woff2" {
            "None".to_owned()
        } else {
            let packed = self.out.join(format!("{name}.br"));
            fs::write(&packed, compress(content)?)?;
            format!("Some(include_bytes!({packed:?}))")
        };
        writeln!(
            self.table,
            "    Asset {{ name: {name:?}, kind: {:?}, plain: include_bytes!({plain:?}), brotli: {brotli} }},",
            kind(extension)?,
        )?;
        Ok(name)
    }

    /// Fonts, pictures and the one sheet that names them.
    fn style(&mut self, folder: &Path) -> Result<()> {
        let mut sheet = css::minify(&css::bundle(folder, "main.css")?);
        for part in ["fonts", "img"] {
            for file in sorted(&folder.join(part))? {
                let (stem, extension) = split(&file)?;
                if !matches!(extension.as_str(), "woff2" | "svg" | "png") {
                    continue;
                }
                let name = self.add(&stem, &extension, &fs::read(&file)?)?;
                sheet = sheet.replace(
                    &format!("/pkg/{part}/{stem}.{extension}"),
                    &format!("/pkg/{name}"),
                );
                if stem == "icon" {
                    self.constant("ICON", Some(&name))?;
                }
            }
        }
        if let Some(at) = ["/pkg/fonts/", "/pkg/img/"]
            .iter()
            .find_map(|path| sheet.find(path))
        {
            let end = sheet.len().min(at + 60);
            return Err(
                format!("style names a file that is not there: {}", &sheet[at..end]).into(),
            );
        }
        let name = self.add("main", "css", sheet.as_bytes())?;
        writeln!(
            self.constants,
            "/// The stylesheet.\npub(crate) const STYLESHEET: &str = \"/pkg/{name}\";"
        )?;
        Ok(())
    }

    /// The browser half, where `./dev wasm` has built it; a server without it works, without islands.
    fn islands(&mut self, pkg: &Path, load: &Path) -> Result<()> {
        let (module, glue) = (pkg.join("tabadul.wasm"), pkg.join("tabadul.js"));
        if !module.exists() || !glue.exists() {
            return self.constant("LOADER", None);
        }
        let module = self.add("tabadul", "wasm", &fs::read(module)?)?;
        let glue = self.add("tabadul", "js", &fs::read(glue)?)?;
        let load = fs::read_to_string(load)?
            .replace("./tabadul.js", &format!("./{glue}"))
            .replace("./tabadul.wasm", &format!("./{module}"));
        let load = self.add("load", "js", load.as_bytes())?;
        self.constant("LOADER", Some(&load))
    }

    fn constant(&mut self, constant: &str, name: Option<&str>) -> Result<()> {
        let url = name.map(|name| format!("/pkg/{name}"));
        writeln!(
            self.constants,
            "/// The file's URL.\npub(crate) const {constant}: Option<&str> = {url:?};"
        )?;
        Ok(())
    }

    fn finish(self) -> Result<()> {
        let code = format!(
            "{}\n/// Every file below `/pkg/`.\npub static ASSETS: &[Asset] = &[\n{}];\n",
            self.constants, self.table
        );
        let file = self.out.with_file_name("assets.rs");
        fs::write(file, code)?;
        Ok(())
    }
}

fn kind(extension: &str) -> Result<&'static str> {
    Ok(match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        other => return Err(format!("no content type is known for .{other}").into()),
    })
}

fn compress(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &parameters)?;
    Ok(packed)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

fn split(file: &Path) -> Result<(String, String)> {
    let part =
        |part: Option<&std::ffi::OsStr>| part.and_then(|part| part.to_str()).map(str::to_owned);
    part(file.file_stem())
        .zip(part(file.extension()))
        .ok_or_else(|| format!("{}: not a name for the web", file.display()).into())
}
