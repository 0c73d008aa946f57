//! The open connections. What a client does not do in time ends its own connection, and never holds up a stop.
//!
//! hyper could time the head of each request, at the price of a timer and one more read for every one. Here each connection is looked
//! at once in a while instead.

mod activity;
mod outgoing;

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{self, AbortHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior};
use tower::{Layer as _, Service, ServiceExt as _};

use activity::{Activity, Answering, Watched};
use outgoing::Outgoing;

/// How long clients are waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request, and for the next one on an open connection: at least this long, at most twice; for half a
    /// head thrice.
    pub head: Duration,
    /// For a reader who takes nothing of an answer.
    pub reader: Duration,
    /// For what was begun, once the process is told to stop.
    pub stop: Duration,
}

/// Connections are not looked at more often than this while they end.
const SHORTEST_LOOK: Duration = Duration::from_millis(1);

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            // A telephone between two masts comes back.
            reader: Duration::from_secs(180),
            // Service managers commonly wait for 30 s or more before they kill.
            stop: Duration::from_secs(20),
        }
    }
}

/// What answers requests; each is given a clone.
pub trait Site:
    Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send>
    + Clone
    + Send
    + 'static
{
}

impl<S> Site for S where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static
{
}

/// Answers until `stop`; then takes no new connections and lets those that are open finish, as long as patience lasts.
/// The site is told who asks by [`ConnectInfo`].
pub async fn serve(
    mut listener: TcpListener,
    site: impl Site,
    stop: impl Future<Output = ()>,
    patience: Patience,
) {
    let mut open = Open::default();
    let mut looks = tokio::time::interval(patience.head);
    // Looks that were missed say nothing of the clients.
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            (stream, address) = Listener::accept(&mut listener) => {
                let site = Extension(ConnectInfo(address)).layer(site.clone());
                open.add(stream, site, patience.reader);
            }
            () = open.ended() => {}
            _ = looks.tick() => open.give_up_idle(),
            () = &mut stop => break,
        }
    }
    drop(listener);
    open.finish(patience.stop).await;
}

/// The open connections: each is a task, and what is known of it.
#[derive(Default)]
struct Open {
    tasks: JoinSet<()>,
    connections: HashMap<task::Id, Connection>,
}

struct Connection {
    task: AbortHandle,
    activity: Arc<Activity>,
    /// What had been done on it when it was last looked at.
    seen: Option<u64>,
    /// Once dropped, the connection ends with what it is answering.
    stay: Option<oneshot::Sender<()>>,
}

impl Open {
    fn add(&mut self, stream: TcpStream, site: impl Site, reader: Duration) {
        let activity = Arc::new(Activity::default());
        let (stay, leave) = oneshot::channel();
        let stream = Outgoing::new(stream, reader, Arc::clone(&activity));
        let answering = answer(stream, site, Arc::clone(&activity), leave);
        let task = self.tasks.spawn(answering);
        let connection = Connection {
            task,
            activity,
            seen: None,
            stay: Some(stay),
        };
        self.connections.insert(connection.task.id(), connection);
    }

    /// Waits until a connection ends, and forgets it; for ever where none is open.
    async fn ended(&mut self) {
        match self.tasks.join_next_with_id().await {
            Some(Ok((id, ()))) => self.connections.remove(&id),
            Some(Err(error)) => self.connections.remove(&error.id()),
            None => std::future::pending().await,
        };
    }

    /// Asks every connection on which nothing happened since the last look to leave, and ends those that were asked before.
    fn give_up_idle(&mut self) {
        for connection in self.connections.values_mut() {
            // In this order: what is done in between shows in the number.
            let busy = connection.activity.is_busy();
            let done = connection.activity.done();
            let seen = connection.seen.replace(done);
            let idle = seen == Some(done) && !busy;
            // It is asked to leave first, so that a request that comes in this moment is answered. What is there at the next look
            // has sent half of one.
            if idle && connection.stay.take().is_none() {
                connection.task.abort();
            }
        }
    }

    /// Lets those that are answering finish, for a while.
    async fn finish(mut self, patience: Duration) {
        for connection in self.connections.values_mut() {
            connection.stay = None;
        }
        let look = (patience / 10).max(SHORTEST_LOOK);
        let finished = tokio::time::timeout(patience, async {
            // Who was asked to leave has until the first look to do so.
            let mut looks = tokio::time::interval_at(Instant::now() + look, look);
            while !self.tasks.is_empty() {
                tokio::select! {
                    () = self.ended() => {}
                    _ = looks.tick() => self.give_up_idle(),
                }
            }
        });
        if finished.await.is_err() {
            tracing::warn!(open = self.tasks.len(), "connections were cut off");
        }
    }
}

/// Answers on one connection until it ends.
async fn answer(
    stream: Outgoing<TcpStream>,
    site: impl Site,
    activity: Arc<Activity>,
    mut leave: oneshot::Receiver<()>,
) {
    let service = service_fn(move |request| {
        let answering = Answering::begin(&activity);
        let answer = site.clone().oneshot(request);
        async {
            let body = |body| Watched::new(body, answering);
            answer.await.map(|answer: Response| answer.map(body))
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // How a connection ended is the client's affair: errors of the portal were logged with their request.
    tokio::select! {
        biased;
        _ = connection.as_mut() => return,
        _ = &mut leave => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::sync::Mutex;

    use axum::Router;
    use axum::body::{Body, Bytes};
    use axum::routing::{MethodRouter, get};
    use futures_util::stream;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::{mpsc, watch};

    use super::*;

    const NO_TIME: Duration = Duration::from_millis(20);
    /// Longer than a test may take.
    const FOREVER: Duration = Duration::from_secs(3600);
    const ENDLESS: Patience = Patience {
        head: FOREVER,
        reader: FOREVER,
        stop: FOREVER,
    };

    struct Running {
        address: SocketAddr,
        stop: oneshot::Sender<()>,
        ended: tokio::task::JoinHandle<()>,
    }

    async fn start(router: Router, patience: Patience) -> Running {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async { _ = stopped.await };
        Running {
            address,
            stop,
            ended: tokio::spawn(serve(listener, router, stopped, patience)),
        }
    }

    impl Running {
        /// Waits until clients who say nothing are given up: whoever was there before was looked at as often.
        async fn gives_up_others(&self) {
            for _ in 0..2 {
                assert_eq!(rest(self.client("").await).await, "");
            }
        }

        async fn client(&self, says: &str) -> TcpStream {
            let mut client = TcpStream::connect(self.address).await.unwrap();
            client.write_all(says.as_bytes()).await.unwrap();
            client
        }
    }

    /// A whole request, and the last one on its connection.
    const LAST: &str = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    const WHOLE: &str = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    /// A handler that says when it begins, and is done when it is released.
    fn until(begun: mpsc::Sender<()>, released: watch::Receiver<bool>) -> MethodRouter {
        get(move || {
            let (begun, mut released) = (begun.clone(), released.clone());
            async move {
                begun.send(()).await.unwrap();
                released.wait_for(|released| *released).await.unwrap();
                "done"
            }
        })
    }

    async fn rest(mut client: TcpStream) -> String {
        let mut text = String::new();
        client.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn a_handler_knows_who_asks() {
        let who =
            |ConnectInfo(address): ConnectInfo<SocketAddr>| async move { address.to_string() };
        let running = start(Router::new().route("/", get(who)), ENDLESS).await;
        let client = running.client(LAST).await;
        let own = client.local_addr().unwrap().to_string();
        let answer = rest(client).await;
        assert!(answer.ends_with(&own), "{answer}");
    }

    #[tokio::test]
    async fn half_a_request_is_not_waited_for() {
        let head = NO_TIME;
        let running = start(Router::new(), Patience { head, ..ENDLESS }).await;
        for half in ["", "G", "GET / HTTP/1.1\r\n"] {
            assert_eq!(rest(running.client(half).await).await, "", "{half}");
        }
    }

    #[tokio::test]
    async fn an_answer_that_is_waited_for_is_no_idle_connection() {
        let (begun, mut began) = mpsc::channel(1);
        let (piece, pieces) = mpsc::channel::<Result<Bytes, Infallible>>(1);
        let pieces = Arc::new(Mutex::new(Some(pieces)));
        let slow = move || {
            let mut pieces = pieces.lock().unwrap().take().unwrap();
            let begun = begun.clone();
            async move {
                begun.send(()).await.unwrap();
                Body::from_stream(stream::poll_fn(move |context| pieces.poll_recv(context)))
            }
        };
        let (head, router) = (NO_TIME, Router::new().route("/", get(slow)));
        let running = start(router, Patience { head, ..ENDLESS }).await;
        let client = running.client(LAST).await;
        began.recv().await.unwrap();
        running.gives_up_others().await;
        piece.send(Ok(Bytes::from("done"))).await.unwrap();
        drop(piece);
        assert!(rest(client).await.contains("done"));
    }

    #[tokio::test]
    async fn a_reader_who_takes_nothing_is_given_up() {
        // Whoever waits for the body's end hears of it when the connection drops it.
        let (alive, mut gone) = mpsc::channel::<()>(1);
        let endless = move || {
            let alive = alive.clone();
            async move {
                alive.send(()).await.unwrap();
                let piece = Bytes::from(vec![0; 64 * 1024]);
                Body::from_stream(stream::repeat_with(move || {
                    let _ = &alive;
                    Ok::<_, Infallible>(piece.clone())
                }))
            }
        };
        let reader = NO_TIME;
        let running = start(
            Router::new().route("/", get(endless)),
            Patience { reader, ..ENDLESS },
        )
        .await;
        let client = running.client("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
        assert_eq!(gone.recv().await, Some(()));
        running.stop.send(()).unwrap();
        running.ended.await.unwrap();
        assert_eq!(gone.recv().await, None);
        drop(client);
    }

    #[tokio::test]
    async fn a_reader_who_is_slow_is_no_idle_connection() {
        let (begun, mut began) = mpsc::channel(1);
        let large = move || {
            let begun = begun.clone();
            async move {
                begun.send(()).await.unwrap();
                // More than the sockets hold on their way.
                vec![b'x'; 32 * 1024 * 1024]
            }
        };
        let (head, router) = (NO_TIME, Router::new().route("/", get(large)));
        let running = start(router, Patience { head, ..ENDLESS }).await;
        let client = running.client(LAST).await;
        began.recv().await.unwrap();
        running.gives_up_others().await;
        assert!(rest(client).await.len() > 32 * 1024 * 1024);
    }

    #[tokio::test]
    async fn whoever_is_about_to_ask_is_answered_before_a_stop() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut client = TcpStream::connect(address).await.unwrap();
        let (stream, from) = listener.accept().await.unwrap();
        let router = Router::new().route("/", get(|| async { "done" }));
        let mut open = Open::default();
        open.add(stream, Extension(ConnectInfo(from)).layer(router), FOREVER);
        open.give_up_idle();
        let finishing = tokio::spawn(open.finish(FOREVER));
        client.write_all(WHOLE.as_bytes()).await.unwrap();
        assert!(rest(client).await.ends_with("done"));
        finishing.await.unwrap();
    }

    #[tokio::test]
    async fn half_a_request_does_not_hold_up_a_stop() {
        let (begun, mut began) = mpsc::channel(1);
        let (release, released) = watch::channel(false);
        let stop = Duration::from_secs(5);
        let router = Router::new().route("/", until(begun, released));
        let running = start(router, Patience { stop, ..ENDLESS }).await;
        let (half, client) = (running.client("G").await, running.client(WHOLE).await);
        began.recv().await.unwrap();
        running.stop.send(()).unwrap();
        assert_eq!(rest(half).await, "");
        // The stop itself was not over: what was begun is still answered.
        release.send(true).unwrap();
        assert!(rest(client).await.ends_with("done"));
        running.ended.await.unwrap();
    }

    #[tokio::test]
    async fn a_stop_waits_for_what_was_begun_and_no_longer_than_that() {
        let (begun, mut began) = mpsc::channel(1);
        let (release, released) = watch::channel(false);
        let router = Router::new().route("/", until(begun, released));

        let running = start(router.clone(), ENDLESS).await;
        let client = running.client(WHOLE).await;
        began.recv().await.unwrap();
        running.stop.send(()).unwrap();
        release.send(true).unwrap();
        running.ended.await.unwrap();
        assert!(rest(client).await.ends_with("done"));

        release.send(false).unwrap();
        let stop = NO_TIME;
        let running = start(router, Patience { stop, ..ENDLESS }).await;
        let (half, client) = (running.client("G").await, running.client(WHOLE).await);
        began.recv().await.unwrap();
        running.stop.send(()).unwrap();
        running.ended.await.unwrap();
        drop((half, client));
    }
}
