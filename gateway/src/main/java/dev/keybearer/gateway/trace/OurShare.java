package dev.keybearer.gateway.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Keeps a share of the traces, whoever began them, and nothing of those that their beginners do not
 * keep. Which ones is told by the trace's id, so that gateways with the same share keep the same.
 */
record OurShare(Sampler byId) implements Sampler {
  /** From 0 to 1. */
  static OurShare of(double share) {
    return new OurShare(Sampler.traceIdRatioBased(share));
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SpanContext before = Span.fromContext(parent).getSpanContext();
    return before.isValid() && !before.isSampled()
        ? SamplingResult.drop()
        : byId.shouldSample(parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "OurShare{" + byId.getDescription() + "}";
  }
}
