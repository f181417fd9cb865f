//! The catalogue → a static site in memory, and from there onto the disk. [`routes`] decides every
//! address; refuses to reach for the clock, the network or anything but its arguments.

pub mod chart;
pub mod data;
pub mod feed;
pub mod map;
pub mod routes;
pub mod similar;
pub mod standing;

#[cfg(test)]
mod sample;
