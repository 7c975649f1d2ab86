/// What `INFO` tells about the past.
struct KeyValueStatistics {
  var connectionCount = 0
  var commandCount = 0
  /// Reads of keys that were there, and of those that weren't.
  var hitCount = 0
  var missCount = 0
}
