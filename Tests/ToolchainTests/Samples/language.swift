// What of Swift becomes BPF. One function a topic, named for it in language.h.

// Loops whose trip count only the packet knows.

@c @implementation
public func loops(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  var sum: UInt32 = 0
  for index in 0..<ctx.pointee.rx_queue_index { sum &+= index &* index }
  var rest = ctx.pointee.ingress_ifindex
  while rest > 0 {
    sum ^= rest
    rest /= 10
  }
  return Int32(truncatingIfNeeded: sum)
}

// Structures, and methods that change them.

struct Counter {
  var packets: UInt64 = 0
  var octets: UInt64 = 0

  mutating func add(_ length: UInt32) {
    packets &+= 1
    octets &+= UInt64(length)
  }
}

var total = Counter()

@c @implementation
public func structures(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  total.add(ctx.pointee.data_end &- ctx.pointee.data)
  return Int32(truncatingIfNeeded: total.octets / (total.packets | 1))
}

// Values with one owner.

struct Ticket: ~Copyable {
  let number: UInt32
  deinit { total.packets &+= UInt64(number) }

  consuming func redeem() -> UInt32 { number &+ 1 }
}

@c @implementation
public func noncopyable(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  let ticket = Ticket(number: ctx.pointee.rx_queue_index)
  if ticket.number > 3 { return 1 }
  return Int32(truncatingIfNeeded: ticket.redeem())
}

// Enumerations with payloads.

enum Verdict {
  case pass
  case drop(reason: UInt32)
  case redirect(port: UInt32, queue: UInt32)
}

@inline(never)
func judge(_ port: UInt32, _ queue: UInt32) -> Verdict {
  switch port {
  case 0: .pass
  case 1..<100: .drop(reason: port)
  default: .redirect(port: port, queue: queue)
  }
}

@c @implementation
public func payloads(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  switch judge(ctx.pointee.ingress_ifindex, ctx.pointee.rx_queue_index) {
  case .pass: 2
  case .drop(let reason): Int32(truncatingIfNeeded: reason)
  case .redirect(let port, let queue): Int32(truncatingIfNeeded: port ^ queue)
  }
}

// Generics that are specialised.

protocol Shape {
  var area: UInt64 { get }
}

struct Square: Shape {
  var side: UInt64
  var area: UInt64 { side &* side }
}

struct Rectangle: Shape {
  var width: UInt64
  var height: UInt64
  var area: UInt64 { width &* height }
}

@inline(never)
func larger<A: Shape, B: Shape>(_ a: A, _ b: B) -> UInt64 {
  a.area > b.area ? a.area : b.area
}

@c @implementation
public func generics(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  let square = Square(side: UInt64(ctx.pointee.data))
  let rectangle = Rectangle(width: UInt64(ctx.pointee.data_end), height: 3)
  return Int32(truncatingIfNeeded: larger(square, rectangle) &+ larger(square, square))
}

// Tuples, out of functions that are too large to vanish.

@inline(never)
func divided(_ a: UInt64, _ b: UInt64) -> (quotient: UInt64, rest: UInt64) {
  (a / b, a % b)
}

@c @implementation
public func tuples(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  let (quotient, rest) = divided(UInt64(ctx.pointee.data), UInt64(ctx.pointee.data_end | 1))
  return Int32(truncatingIfNeeded: quotient &+ rest)
}

// Optionals.

@inline(never)
func root(of square: UInt32) -> UInt32? {
  for candidate in 0..<UInt32(256) where candidate &* candidate == square { return candidate }
  return nil
}

@c @implementation
public func optionals(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  Int32(truncatingIfNeeded: root(of: ctx.pointee.data) ?? 0xffff)
}

// Parameters that go in and out.

@inline(never)
func exchange(_ a: inout UInt64, _ b: inout UInt64) {
  (a, b) = (b, a)
}

@c @implementation
public func in_and_out(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  var a = UInt64(ctx.pointee.data)
  var b = UInt64(ctx.pointee.data_end)
  exchange(&a, &b)
  return Int32(truncatingIfNeeded: a &- b)
}

// Errors that are typed.

enum Fault: Error {
  case tooShort
  case tooLong(by: UInt32)
}

@inline(never)
func checked(_ length: UInt32) throws(Fault) -> UInt32 {
  if length < 14 { throw .tooShort }
  if length > 1500 { throw .tooLong(by: length - 1500) }
  return length - 14
}

@c @implementation
public func throwing(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  do throws(Fault) {
    return Int32(truncatingIfNeeded: try checked(ctx.pointee.data_end &- ctx.pointee.data))
  } catch {
    switch error {
    case .tooShort: return -1
    case .tooLong(let excess): return -Int32(truncatingIfNeeded: excess)
    }
  }
}

// Arithmetic that may go wrong.

@c @implementation
public func traps(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  Int32(ctx.pointee.data + ctx.pointee.data_end)
}

// Pointers that are never null: no check, and so no trap.

@c @implementation
public func pointers(_ ctx: UnsafeMutablePointer<xdp_md>) -> Int32 {
  var sum: UInt64 = 0
  withUnsafeMutablePointer(to: &sum) { place in
    for step in 0..<UInt64(ctx.pointee.rx_queue_index & 15) { place.pointee &+= step }
  }
  return Int32(truncatingIfNeeded: sum)
}

// Arrays that lie on the stack, and tables that never change.

let steps: InlineArray<4, UInt32> = [1, 4, 9, 16]

@c @implementation
public func inline_arrays(_ ctx: UnsafeMutablePointer<xdp_md>) -> Int32 {
  var counts = InlineArray<4, UInt32>(repeating: 1)
  counts[Int(ctx.pointee.data & 3)] &+= steps[Int(ctx.pointee.data_end & 3)]
  var sum: UInt32 = 0
  for index in counts.indices { sum &+= counts[index] }
  return Int32(truncatingIfNeeded: sum)
}

@section("license") @used
let license: (UInt8, UInt8, UInt8, UInt8) = (0x47, 0x50, 0x4c, 0)

// References to functions.

@c @implementation
public func first_queue(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  -1
}

@c @implementation
public func second_queue(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  -2
}

@c @implementation
public func references(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  typealias Queue = @convention(c) (UnsafeMutablePointer<coroutine>?, UInt64) -> Int32
  let queue: Queue = ctx.pointee.rx_queue_index == 0 ? first_queue : second_queue
  return co_await(queue, 7)
}
