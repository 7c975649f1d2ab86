import NetStack
import Synchronization
import Wire

/// One connection, between the worker that has its socket and the control side: what has been received, what is to be sent,
/// and what either side wants of the other.
///
/// The control side owns a channel that no connection uses. It gives it to a worker, for a connection to be made or accepted,
/// and has it back once the worker has told that the connection is over.
package struct Channel: ~Copyable {
  /// What the worker is asked for, and has not taken in yet.
  private let asked = Atomic<UInt32>(0)
  private let padding = InlineArray<15, UInt64>(repeating: 0)
  /// What the control side is told, and has not taken in yet.
  private let told = Atomic<UInt32>(0)
  private let end = Atomic<UInt32>(0)
  private let isFinishedFlag = Atomic<Bool>(false)
  private let otherPadding = InlineArray<14, UInt64>(repeating: 0)
  /// Whom it leads to. Written by the control side before a connection is made, by the worker when one is accepted.
  package var remote = IPAddress(IPv4Address(bits: 0))
  package var remotePort: UInt16 = 0
  /// For which listener it is, by its number.
  package var listener = 0
  package let received: OctetRing
  package let sent: OctetRing

  init(received: consuming OctetRing, sent: consuming OctetRing) {
    self.received = received
    self.sent = sent
  }

  // MARK: The control side

  /// Gives the channel, which is the control side's, to the worker, as new. Whether that has to be told of it: it is not,
  /// where an earlier word of it is still to be taken in.
  func give(_ request: ChannelRequests) -> Bool {
    received.reset()
    sent.reset()
    end.store(0, ordering: .relaxed)
    isFinishedFlag.store(false, ordering: .relaxed)
    // Pairs with the worker's acquire: the channel is as new before it is its. What was asked before concerned a
    // connection that is over.
    return asked.exchange(request.rawValue, ordering: .releasing) == 0
  }

  /// Asks the worker for something. Whether it has to be told of it.
  func ask(_ request: ChannelRequests) -> Bool {
    asked.bitwiseOr(request.rawValue, ordering: .releasing).oldValue == 0
  }

  /// Takes in what was told since the last time.
  package func takeNews() -> ChannelNews {
    ChannelNews(rawValue: told.exchange(0, ordering: .acquiring))
  }

  /// The peer sends nothing behind what can be received.
  package var isFinished: Bool { isFinishedFlag.load(ordering: .acquiring) }

  /// Why the connection is over; nil where it is not.
  package var endReason: ChannelEnd? { ChannelEnd(rawValue: end.load(ordering: .acquiring)) }

  // MARK: The worker

  func takeRequests() -> ChannelRequests {
    ChannelRequests(rawValue: asked.exchange(0, ordering: .acquiring))
  }

  func noteFinished() { isFinishedFlag.store(true, ordering: .releasing) }

  func noteEnd(_ reason: ChannelEnd) { end.store(reason.rawValue, ordering: .releasing) }

  /// Tells the control side something. Whether the channel has to be put where that looks.
  func tell(_ news: ChannelNews) -> Bool {
    told.bitwiseOr(news.rawValue, ordering: .releasing).oldValue == 0
  }
}

/// What the control side wants of the worker for a channel.
package struct ChannelRequests: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The channel is for a connection that its listener accepts.
  package static let accept = Self(rawValue: 1)
  /// A connection is to be made to the channel's remote address.
  package static let connect = Self(rawValue: 2)
  /// There is something to be sent.
  package static let send = Self(rawValue: 4)
  /// There is room again for what is received.
  package static let receive = Self(rawValue: 8)
  /// Nothing more will be sent behind what there is.
  package static let finish = Self(rawValue: 16)
  /// Nobody receives any more, either: the connection is closed once all is sent.
  package static let close = Self(rawValue: 32)
  /// The connection is reset.
  package static let abort = Self(rawValue: 64)
}

/// What the worker tells the control side of a channel.
package struct ChannelNews: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The connection is there.
  package static let opened = Self(rawValue: 1)
  /// Something was received, or nothing more will be.
  package static let received = Self(rawValue: 2)
  /// There is room again for what is to be sent.
  package static let room = Self(rawValue: 4)
  /// The connection is over: the channel is the control side's again.
  package static let ended = Self(rawValue: 8)
}

/// Why a connection of a channel is over.
package enum ChannelEnd: UInt32, Sendable {
  // 0 is none.
  case finished = 1
  case reset, refused, timedOut, aborted, unreachable
  /// There was no way to its peer from the first, or no socket for it.
  case noWay, noSocket
  /// The instance takes no connections any more.
  case stopped

  init(_ end: TCPConnection.End?) {
    self =
      switch end {
      case .finished, nil: .finished
      case .reset: .reset
      case .refused: .refused
      case .timedOut: .timedOut
      case .aborted: .aborted
      case .unreachable: .unreachable
      }
  }
}

/// A channel, where it lies.
@safe
package struct ChannelReference: @unchecked Sendable {
  // Sound: what both sides use at once are atomic words, and what else there is belongs to one of them.
  private let pointer: UnsafeMutablePointer<Channel>

  /// Of use as long as the table that the channel lies in.
  @unsafe
  init(_ pointer: UnsafeMutablePointer<Channel>) { unsafe self.pointer = unsafe pointer }

  package var value: Channel {
    @inline(__always) unsafeAddress { unsafe UnsafePointer(pointer) }
    @inline(__always) nonmutating unsafeMutableAddress { unsafe pointer }
  }
}
