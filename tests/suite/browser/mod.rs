//! The site in a real Chromium: what a visitor does with mouse, keyboard and no JavaScript.

mod chrome;

pub(crate) use chrome::say;
use chrome::{Window, complaints, with_window};

#[test]
fn x() {
    with_window(
        "x",
        Window {
            width: 360,
            dark: true,
            javascript: true,
        },
        |client| async move {
            client
                .goto("data:text/html,<title>hej</title>")
                .await
                .expect("page");
            assert_eq!(client.title().await.expect("t"), "hej");
            let w = client
                .execute(
                    "return [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]",
                    vec![],
                )
                .await
                .expect("js");
            assert_eq!(w.to_string(), "[360,true]");
            assert!(complaints(&client).await.is_empty());
        },
    );
}
