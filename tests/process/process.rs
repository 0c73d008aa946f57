//! The executable: where it lies, how it starts, how it is told to stop.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::browser::Browser;

/// Nothing here takes so long, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// `tabadul`, beside the folder of the test's own executable.
pub fn executable() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let found = own.ancestors().nth(2).unwrap().join("tabadul");
    assert!(
        found.is_file(),
        "{} is missing: `cargo build --bins` makes it, and so does `./dev test`",
        found.display()
    );
    found
}

/// The command with this data folder, without the settings of whoever runs the tests.
pub fn tabadul(data: &Path) -> Command {
    let mut command = Command::new(executable());
    for (name, _) in std::env::vars()
        .filter(|(name, _)| name.starts_with("TABADUL_") || name.starts_with("AWS_"))
    {
        command.env_remove(name);
    }
    command
        .env("TABADUL_DATA_DIR", data)
        .env("TABADUL_LISTEN", "127.0.0.1:0")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// A serving process. Dropping it kills it.
pub struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts one and waits until it is ready.
    pub fn start(data: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = tabadul(data);
        command.arg("serve").envs(settings.iter().copied());
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        let address = loop {
            let mut line = String::new();
            if log.read_line(&mut line).unwrap() == 0 {
                panic!("`tabadul serve` ended: {said}");
            }
            if let Some(address) = listening(&line) {
                break address;
            }
            said.push_str(&line);
        };
        // The pipe is emptied, so that the process never waits for its log to be read.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        let server = Self { child, address };
        until("the server is ready", || {
            server.browser().get("/readyz").status == 200
        });
        server
    }

    /// A browser without a session.
    pub fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// `kill -9`: the process ends without another instruction of its own.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM: stop when the work at hand is done.
    pub fn ask_to_stop(&self) {
        let pid = self.child.id().to_string();
        let done = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(done.success());
    }

    /// Waits for the end.
    pub fn ended(&mut self) -> ExitStatus {
        let mut status = None;
        until("the process ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listening(line: &str) -> Option<SocketAddr> {
    let rest = line
        .contains("listening")
        .then(|| line.split_once("address="))??;
    rest.1.split_whitespace().next()?.parse().ok()
}

/// Asks again and again, giving way to others in between, and gives how long it took.
pub fn until(what: &str, mut reached: impl FnMut() -> bool) -> Duration {
    let begin = Instant::now();
    while !reached() {
        assert!(begin.elapsed() < PATIENCE, "in vain: {what}");
        std::thread::yield_now();
    }
    begin.elapsed()
}

/// Runs a command that must refuse, and gives what it says.
pub fn refusal(command: &mut Command) -> String {
    let mut child = command.spawn().unwrap();
    let mut said = String::new();
    let mut errors = child.stderr.take().unwrap();
    errors.read_to_string(&mut said).unwrap();
    assert!(
        !child.wait().unwrap().success(),
        "it did not refuse: {said}"
    );
    said
}
