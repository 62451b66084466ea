package dev.keybearer.gateway.health;

import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a report as JSON.
 *
 * <pre>
 *   {"status":"degraded","cache_valid":false,"last_refresh":"2026-03-01T12:00:00Z","refresh_count":7,
 *    "anomaly_detection":{"state":"anomalous","renewal_failures":5,"refusals":0,"window_seconds":300,
 *                         "until":"2026-03-01T12:05:00Z"},
 *    "metrics":{"refresh_success":7,"refresh_failure":5,"rate_limited":1,"secret_rotations":0},
 *    "credentials":{"analytics":{"status":"degraded","cache_valid":false,"last_refresh":…,
 *                                "refresh_count":7,"metrics":{…}}},
 *    "streams":{"interactions":{"status":"healthy","state":"live","connections":2,"generation":7,"rotations":5,
 *                               "gaps":0,"messages":1204,"waiting":0,"silence_seconds":1}}}
 * </pre>
 */
final class ReportText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private ReportText(JsonGenerator json) {
    this.json = json;
  }

  static String of(Report report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      new ReportText(json).write(report);
    }
    return text.toString();
  }

  private void write(Report report) {
    json.writeStartObject();
    write(report.isHealthy(), report.isCacheValid(), report.total());
    write(report.anomaly());
    write(report.total());
    json.writeObjectPropertyStart("credentials");
    report.patients().forEach(this::write);
    json.writeEndObject();
    json.writeObjectPropertyStart("streams");
    report.streams().forEach(this::write);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(Report.Patient patient) {
    json.writeObjectPropertyStart(patient.state().name());
    write(patient.isCacheValid(), patient.isCacheValid(), patient.tally());
    write(patient.tally());
    json.writeEndObject();
  }

  private void write(StreamState stream) {
    json.writeObjectPropertyStart(stream.name());
    json.writeStringProperty("status", stream.healthy() ? "healthy" : "degraded");
    json.writeStringProperty("state", stream.state());
    json.writeNumberProperty("connections", stream.connections());
    json.writeNumberProperty("generation", stream.generation());
    json.writeNumberProperty("rotations", stream.counts().rotations());
    json.writeNumberProperty("gaps", stream.counts().gaps());
    json.writeNumberProperty("messages", stream.counts().messages());
    json.writeNumberProperty("waiting", stream.waiting());
    json.writeNumberProperty("silence_seconds", stream.silence().toSeconds());
    json.writeEndObject();
  }

  private void write(boolean healthy, boolean cacheValid, Tally tally) {
    json.writeStringProperty("status", healthy ? "healthy" : "degraded");
    json.writeBooleanProperty("cache_valid", cacheValid);
    write("last_refresh", tally.lastRefresh());
    json.writeNumberProperty("refresh_count", tally.refreshes());
  }

  private void write(Tally tally) {
    json.writeObjectPropertyStart("metrics");
    json.writeNumberProperty("refresh_success", tally.refreshes());
    json.writeNumberProperty("refresh_failure", tally.failures());
    json.writeNumberProperty("rate_limited", tally.rateLimited());
    json.writeNumberProperty("secret_rotations", tally.rotations());
    json.writeEndObject();
  }

  private void write(Anomaly anomaly) {
    json.writeObjectPropertyStart("anomaly_detection");
    json.writeStringProperty("state", anomaly.isThere() ? "anomalous" : "normal");
    json.writeNumberProperty("renewal_failures", anomaly.renewalFailures());
    json.writeNumberProperty("refusals", anomaly.refusals());
    json.writeNumberProperty("window_seconds", anomaly.windowSeconds());
    write("until", anomaly.until());
    json.writeEndObject();
  }

  private void write(String name, @Nullable Instant moment) {
    json.writeName(name);
    if (moment == null) {
      json.writeNull();
    } else {
      json.writeString(moment.toString());
    }
  }
}
