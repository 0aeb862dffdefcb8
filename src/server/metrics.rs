//! What is measured, as text for Prometheus: counts and durations by route, nothing of any person.

use dashmap::DashMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Upper bounds of the duration buckets, in seconds.
const BOUNDS: [f64; 8] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];

/// All measurements since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: DashMap<(String, String, u16), u64>,
    durations: DashMap<String, Durations>,
    streams: Arc<AtomicI64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Durations {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

/// One live stream while it is open.
#[derive(Debug)]
pub struct Streaming(Arc<AtomicI64>);

impl Metrics {
    /// Counts a finished request of a route, such as `/v1/{site}`.
    pub fn count(&self, route: &str, method: &str, status: u16, took: Duration) {
        *self.requests.entry((route.to_owned(), method.to_owned(), status)).or_default() += 1;
        let mut durations = self.durations.entry(route.to_owned()).or_default();
        let seconds = took.as_secs_f64();
        for (bucket, bound) in durations.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(seconds <= bound);
        }
        durations.count += 1;
        durations.seconds += seconds;
    }

    /// Counts a live stream until the answer is dropped.
    pub fn streaming(&self) -> Streaming {
        self.streams.fetch_add(1, Ordering::Relaxed);
        Streaming(self.streams.clone())
    }

    /// The text; `gauges` are further names with their values.
    pub fn to_text(&self, gauges: &[(&str, u64)]) -> String {
        let mut text = String::from("# TYPE parvis_requests_total counter\n");
        let mut requests: Vec<_> =
            self.requests.iter().map(|row| (row.key().clone(), *row.value())).collect();
        requests.sort();
        for ((route, method, status), count) in requests {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            let _ = writeln!(text, "parvis_requests_total{{{labels}}} {count}");
        }
        text.push_str("# TYPE parvis_request_seconds histogram\n");
        let mut durations: Vec<_> =
            self.durations.iter().map(|row| (row.key().clone(), *row.value())).collect();
        durations.sort_by(|a, b| a.0.cmp(&b.0));
        for (route, durations) in durations {
            let name = "parvis_request_seconds";
            for (bucket, bound) in durations.buckets.iter().zip(BOUNDS) {
                let _ = writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {bucket}");
            }
            let _ = writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {}", durations.count);
            let _ = writeln!(text, "{name}_sum{{route=\"{route}\"}} {}", durations.seconds);
            let _ = writeln!(text, "{name}_count{{route=\"{route}\"}} {}", durations.count);
        }
        let n_streams = u64::try_from(self.streams.load(Ordering::Relaxed)).unwrap_or(0);
        for (name, value) in [("parvis_live_streams", n_streams)].iter().chain(gauges) {
            let _ = writeln!(text, "# TYPE {name} gauge\n{name} {value}");
        }
        text
    }
}

impl Drop for Streaming {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_status() {
        let metrics = Metrics::default();
        for status in [200, 200, 404] {
            metrics.count("/v1/{site}", "GET", status, Duration::from_millis(2));
        }
        let text = metrics.to_text(&[("parvis_cache_bytes", 7)]);
        for line in [
            "parvis_requests_total{route=\"/v1/{site}\",method=\"GET\",status=\"200\"} 2",
            "parvis_request_seconds_bucket{route=\"/v1/{site}\",le=\"0.001\"} 0",
            "parvis_request_seconds_bucket{route=\"/v1/{site}\",le=\"0.0025\"} 3",
            "parvis_request_seconds_count{route=\"/v1/{site}\"} 3",
            "parvis_live_streams 0",
            "parvis_cache_bytes 7",
        ] {
            assert!(text.lines().any(|own| own == line), "{line} is not in\n{text}");
        }
    }
}
