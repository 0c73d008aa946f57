//! SIGTERM: the request at hand is answered, new ones are not taken, and the process ends well.

use std::io::{Read as _, Write as _};

use super::browser::{form, rest};
use super::portal::Portal;
use super::process::{Server, until};

#[test]
fn what_was_begun_is_finished() {
    let portal = Portal::prepare();
    let mut server = Server::start(portal.data(), &[]);
    let mut admin = server.browser();
    portal.sign_in(&mut admin);

    let id = Portal::identifier(1);
    let body = form(&Portal::entry(&id, "last-wish"));
    let head = admin.post_head(
        "/ar/organizations",
        "1.1",
        &body,
        "expect: 100-continue\r\n",
    );
    let mut stream = admin.connect().unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    // «100 Continue»: the handler runs and waits for the form.
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert!(interim.starts_with(b"HTTP/1.1 100"), "{interim:?}");

    server.ask_to_stop();
    until("no new visitor is let in", || {
        server.browser().connect().is_err()
    });
    stream.write_all(body.as_bytes()).unwrap();
    let answer = rest(&mut stream).unwrap();
    assert_eq!(answer.status, 303, "{}", answer.text);
    assert!(server.ended().success());

    let again = Server::start(portal.data(), &[]);
    assert_eq!(
        again.browser().get("/ar/organizations/last-wish").status,
        200
    );
}
