//! What the municipalities' papers say → which municipalities resemble each other, each likeness
//! with its reason, and what the others mention that one does not. Refuses to count a document that
//! could not be read to its end as silence.
