#include "eql/kuery.h"

#include <memory>
#include <utility>

#include "eql/checker.h"
#include "eql/compiler.h"
#include "eql/errors.h"
#include "eql/program.h"

namespace ak::eql {
namespace {

// The checker's hints name EQL's ways out; these are the ones here.
struct OtherHint {
  Code code;
  std::string_view hint;
};
constexpr OtherHint kHints[] = {
    {Code::unknown_field, ""},
    {Code::literal_wildcard, "for a pattern leave the quotes out"},
    {Code::operator_mismatch, "compare it with \":\""},
};

std::vector<Finding> in_words_of_kuery(std::vector<Finding> findings) {
  for (Finding& finding : findings) {
    for (const OtherHint& other : kHints) {
      const CodeInfo& info = code_info(other.code);
      if (finding.code == info.id && finding.hint == info.hint) finding.hint = other.hint;
    }
  }
  return findings;
}

}  // namespace

Compilation compile_kuery(std::string_view text) {
  Findings findings;
  const Ast ast = parse_kuery(text, lex_kuery(text, findings), findings);
  CheckedQuery checked = check(ast, findings);
  Compilation compilation;
  if (!findings.has_errors()) compilation.query = compile_query(std::move(checked));
  compilation.findings = in_words_of_kuery(findings.take());
  return compilation;
}

}  // namespace ak::eql
