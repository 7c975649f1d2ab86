/// Where a connection to a handler stands within a request that is not whole.
struct HandlerConnection: BitwiseCopyable, Sendable {
  /// How many octets were looked at without finding the end of a line or a head.
  var seenCount: UInt32 = 0
  /// How many octets there have to be, as the request itself has said; 0: it has not.
  var neededCount: UInt32 = 0
}
