package dev.keybearer.gateway.trace;

import dev.keybearer.gateway.call.Call;
import dev.keybearer.gateway.call.Refusal;
import dev.keybearer.gateway.call.Trace;
import dev.keybearer.gateway.call.Way;
import dev.keybearer.gateway.exchange.Answer;
import dev.keybearer.gateway.exchange.Ending;
import dev.keybearer.gateway.exchange.WireFault;
import dev.keybearer.gateway.field.Field;
import dev.keybearer.gateway.field.JudgedFields;
import dev.keybearer.gateway.peer.Address;
import dev.keybearer.gateway.stage.CallRecorder;
import dev.keybearer.gateway.stage.Tracer;
import dev.keybearer.token.TimeSource;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each call of a sample, and sends them on behind the callers. A caller's own trace
 * goes on; whether this part of it is kept is decided here: whoever is not trusted with our logs is
 * not trusted with what we send to a collector either. Safe for use by many loops.
 */
public final class Traces implements CallRecorder, Tracer, AutoCloseable {
  /** Spans that wait to be sent; what does not fit is dropped by the library. */
  private static final int MOST_WAITING = 2_048;

  private static final Duration EXPORT_PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long CLOSE_SECONDS = 2;

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

  private final SdkTracerProvider provider;
  private final io.opentelemetry.api.trace.Tracer tracer;
  private final TimeSource time;

  private Traces(SpanExporter exporter, double sample, TimeSource time) {
    this.provider = provider(exporter, sample);
    this.tracer = provider.get("dev.keybearer.gateway");
    this.time = time;
  }

  /**
   * Traces that go to a collector, by OTLP over HTTP.
   *
   * @param endpoint of traces, such as {@code http://127.0.0.1:4318/v1/traces}
   * @param sample the share of calls that is followed, from 0 to 1
   */
  public static Traces to(URI endpoint, double sample, TimeSource time) {
    SpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.toString())
            .setTimeout(EXPORT_PATIENCE)
            .build();
    return new Traces(exporter, sample, time);
  }

  /** Traces that go elsewhere. */
  static Traces of(SpanExporter exporter, double sample, TimeSource time) {
    return new Traces(exporter, sample, time);
  }

  private static SdkTracerProvider provider(SpanExporter exporter, double sample) {
    return SdkTracerProvider.builder()
        .setResource(Resource.create(Attributes.builder().put("service.name", "keybearer").build()))
        .setSampler(OurShare.of(sample))
        .addSpanProcessor(
            BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(MOST_WAITING)
                .setScheduleDelay(PAUSE)
                .setExporterTimeout(EXPORT_PATIENCE)
                .build())
        .build();
  }

  @Override
  public Trace leaving(Call call) {
    return followed(call);
  }

  @Override
  public void ended(Call call, Ending ending) {
    Span span = followed(call).span();
    if (span.isRecording()) {
      describe(span, call, ending);
    }
    span.end();
  }

  @Override
  public void malformed(WireFault fault, Address socket, Answer answer) {}

  /** Sends what waits, within two seconds. May be called twice. */
  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  /** The call's part of its trace, begun when the call was. */
  private Followed followed(Call call) {
    if (call.trace() instanceof Followed begun) {
      return begun;
    }
    JudgedFields fields = call.judgedFields();
    Context parent =
        fields == null ? Context.root() : W3C.extract(Context.root(), fields, Told.GETTER);
    Instant began = time.wall().minusNanos(time.nanos() - call.begun());
    Span span =
        tracer
            .spanBuilder(call.request().method())
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent)
            .setStartTimestamp(began)
            .startSpan();
    Followed made = new Followed(span, told(parent, span));
    call.follows(made);
    return made;
  }

  private static List<Field> told(Context parent, Span span) {
    List<Field> fields = new ArrayList<>(2);
    W3C.inject(parent.with(span), fields, (all, name, value) -> add(all, name, value));
    return List.copyOf(fields);
  }

  private static void add(@Nullable List<Field> fields, String name, String value) {
    if (fields != null) {
      fields.add(Field.of(name, value));
    }
  }

  /** By the names that OpenTelemetry gives to what it knows; nothing of queries and tokens. */
  private static void describe(Span span, Call call, Ending ending) {
    Way way = call.found();
    Refusal refusal = call.refusal();
    span.updateName(call.request().method() + " " + (way == null ? "no route" : way.name()));
    span.setAttribute("http.request.method", call.request().method());
    span.setAttribute("http.response.status_code", ending.status());
    span.setAttribute("client.address", call.client().toString());
    span.setAttribute("keybearer.call", call.id());
    if (way != null) {
      span.setAttribute("keybearer.route", way.name());
    }
    if (call.sent() != null) {
      span.setAttribute("keybearer.upstream", call.sent().to().origin());
    }
    if (refusal != null) {
      span.setAttribute("keybearer.reason", refusal.ground().word());
    }
    if (ending.how() != Ending.How.WHOLE) {
      span.setAttribute("error.type", ending.how().name().toLowerCase(Locale.ROOT));
    }
    if (ending.status() >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** A span, and what the upstream is told of it. */
  private record Followed(Span span, List<Field> fields) implements Trace {}

  /** What a caller told of its trace. */
  private enum Told implements TextMapGetter<JudgedFields> {
    GETTER;

    /** The one value; of several none can be told to be the caller's. */
    @Override
    public @Nullable String get(@Nullable JudgedFields carrier, String key) {
      String found = null;
      if (carrier != null) {
        for (Field field : carrier.passing()) {
          if (field.isNamed(key)) {
            if (found != null) {
              return null;
            }
            found = field.value();
          }
        }
      }
      return found;
    }
  }
}
