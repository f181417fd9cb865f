//! The integration suite: one binary, one module a subject.

// Tests say on stderr what they skip and what they measured.
#![allow(clippy::print_stderr)]

mod analysis;
mod architecture;
mod browser;
mod check;
mod cli;
mod cli_content;
mod compounds;
mod content;
mod crawl_archive;
mod crawl_discover;
mod crawl_discover_cli;
mod crawl_kill;
mod crawl_landing;
mod crawl_network;
mod crawl_scenarios;
mod crawl_web;
mod extract;
mod extract_office;
mod extract_pdf;
mod real_documents;
mod search;
mod search_queries;
mod site_mail;
mod site_rebuild;
mod site_sample;
mod site_theme;
mod site_whole;
