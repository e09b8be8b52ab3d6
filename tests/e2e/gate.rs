//! How does a homeserver go away for a while? It stands behind a door that the story opens and shuts.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// What happens to who knocks.
#[derive(Clone)]
pub enum Door {
    /// They get through.
    Open,
    /// The line goes dead.
    Away,
    /// They get this, a whole HTTP response.
    Says(String),
}

/// A listener in front of the homeserver.
pub struct Gate {
    /// What the bot is told is the homeserver.
    pub url: String,
    inner: Arc<Inner>,
}

struct Inner {
    behind: SocketAddr,
    state: Mutex<State>,
    knocked: Condvar,
}

struct State {
    door: Door,
    /// How often somebody was turned away since the door last moved.
    turned_away: usize,
    lines: Vec<TcpStream>,
}

impl Gate {
    /// A gate before this URL.
    pub fn before(url: &str, door: Door) -> Self {
        Self::before_address(url.trim_start_matches("http://"), door)
    }

    /// A gate before `host:port`.
    pub fn before_address(address: &str, door: Door) -> Self {
        let behind = address.parse().expect("an address with a port");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let state = Mutex::new(State { door, turned_away: 0, lines: Vec::new() });
        let inner = Arc::new(Inner { behind, state, knocked: Condvar::new() });
        let theirs = Arc::clone(&inner);
        std::thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                theirs.admit(caller);
            }
        });
        Self { url, inner }
    }

    /// Moves the door; lines that are open go dead.
    pub fn set(&self, door: Door) {
        let mut state = self.inner.state.lock().expect("nobody panics with this lock");
        state.door = door;
        state.turned_away = 0;
        for line in state.lines.drain(..) {
            // One that is dead already is as good.
            let _dead = line.shutdown(Shutdown::Both);
        }
    }

    /// Waits until this many callers were turned away since the door last moved.
    pub fn turned_away(&self, times: usize, patience: Duration) {
        let state = self.inner.state.lock().expect("nobody panics with this lock");
        let (state, _) = self
            .inner
            .knocked
            .wait_timeout_while(state, patience, |state| state.turned_away < times)
            .expect("nobody panics with this lock");
        let count = state.turned_away;
        drop(state);
        assert!(count >= times, "only {count} of {times} were turned away");
    }
}

impl Inner {
    fn admit(self: &Arc<Self>, caller: TcpStream) {
        let mut state = self.state.lock().expect("nobody panics with this lock");
        match state.door.clone() {
            Door::Open => {
                let Ok(server) = TcpStream::connect(self.behind) else { return };
                for (from, to) in [(&caller, &server), (&server, &caller)] {
                    let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) else { return };
                    std::thread::spawn(move || pass(from, to));
                }
                state.lines.extend([caller, server]);
            }
            door => {
                state.turned_away += 1;
                self.knocked.notify_all();
                drop(state);
                if let Door::Says(words) = door {
                    std::thread::spawn(move || reply(caller, &words));
                }
            }
        }
    }
}

/// Copies until either side ends, then ends the other.
fn pass(mut from: TcpStream, mut to: TcpStream) {
    // An end is an end, with or without an error.
    let _end = std::io::copy(&mut from, &mut to);
    let _dead = to.shutdown(Shutdown::Both);
}

/// Reads the head of a request and sends the words.
fn reply(mut caller: TcpStream, words: &str) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && caller.read_exact(&mut byte).is_ok() {
        head.push(byte[0]);
    }
    // A caller that has hung up needs no words.
    let _gone = caller.write_all(words.as_bytes());
    let _end = caller.shutdown(Shutdown::Write);
    // Closing with bytes unread would reset the line and take the words back.
    let _rest = std::io::copy(&mut caller, &mut std::io::sink());
}

/// A whole response with this status line and JSON body, after which the line closes.
pub fn response(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )
}
