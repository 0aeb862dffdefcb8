//! The service as a program.

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    parvis_server::cli::run().await
}
