package org.vidimus.policy.dns;

/// What a [CachingResolver] has done since it was made. Immutable; the counts were taken one after the other.
///
/// @param hits questions answered from memory while the answer was within its time
/// @param misses questions that had to be asked, or that joined one which was being asked
/// @param stale questions answered from memory after the answer's time, because a new one could not be had
/// @param evictions answers forgotten before their time for want of room
/// @param failures questions asked that nobody could answer
/// @param entries answers in memory, about
public record CacheStatistics(long hits, long misses, long stale, long evictions, long failures, long entries) {}
