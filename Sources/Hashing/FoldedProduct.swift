/// The halves of a product, folded: each bit of the result depends on all of either factor (Wang Yi's wyhash). With a secret in
/// one of them, enough for tables in which others choose the keys and see no hash.
@inlinable
public func foldedProduct(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let product = (left ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(
    by: right ^ 0xe703_7ed1_a0b4_28db)
  return product.high ^ product.low
}
