#include "eql/query.h"

#include <utility>

#include "eql/checker.h"
#include "eql/compiler.h"
#include "eql/lexer.h"
#include "eql/parser.h"
#include "eql/program.h"

namespace ak::eql {

Query::Query(std::shared_ptr<const CompiledQuery> compiled) : compiled_(std::move(compiled)) {}

QueryKind Query::kind() const {
  return compiled_->kind;
}

bool Query::matches(const Event& event) const {
  return compiled_->matcher && compiled_->matcher->matches(event);
}

const EventMatcher* Query::matcher() const {
  return compiled_->matcher ? &*compiled_->matcher : nullptr;
}

const SequenceQuery* Query::sequence() const {
  return compiled_->sequence ? &*compiled_->sequence : nullptr;
}

const std::vector<Pipe>& Query::pipes() const {
  return compiled_->pipes;
}

const std::vector<std::string>& Query::categories() const {
  return compiled_->categories;
}

const std::vector<Field>& Query::fields() const {
  return compiled_->fields;
}

const std::vector<std::string>& Query::absent_fields() const {
  return compiled_->absent_fields;
}

const std::vector<std::string>& Query::path_patterns() const {
  return compiled_->path_patterns;
}

Compilation compile(std::string_view text) {
  Findings findings;
  const Ast ast = parse(text, lex(text, findings), findings);
  CheckedQuery checked = check(ast, findings);
  Compilation compilation;
  if (!findings.has_errors()) compilation.query = compile_query(std::move(checked));
  compilation.findings = findings.take();
  return compilation;
}

}  // namespace ak::eql
