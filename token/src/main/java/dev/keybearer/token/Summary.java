package dev.keybearer.token;

/**
 * What has been asked of issuers so far.
 *
 * @param totalRequests attempts that ended, however they did
 * @param validityRatePercent the share of attempts that brought a usable token; 100 before the
 *     first
 * @param avgLatencyMs mean time of the successful ones
 */
public record Summary(
    long totalRequests,
    long successfulRefreshes,
    long failedRefreshes,
    double validityRatePercent,
    double avgLatencyMs) {}
