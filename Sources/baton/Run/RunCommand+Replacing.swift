import Control
import ObjectFile
import Runtime

extension RunCommand {
  /// Verifies what somebody sends to replace the program, with what this run was told of objects and of exported
  /// functions.
  func replacementService(_ controller: InstanceController) -> ReplacementService {
    ReplacementService(controller) { [btf = options.btf, texts = replacements.replace] sent, fate in
      var image = try parseImage([UInt8](sent.object), of: sent.name)
      image = try ObjectOptions.image(image, of: sent.name, sent.values, btf: btf)
      image = try ReplacementOptions.image(image, of: sent.name, with: texts)
      let verified = try verify(image, of: sent.name)
      let report = try controller.replace(with: verified, suspended: fate)
      note("baton: version \(report.version) has taken over: \(sent.name)")
      return report
    }
  }
}
