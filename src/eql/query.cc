#include "eql/query.h"

#include <utility>

#include "eql/checker.h"
#include "eql/compiler.h"
#include "eql/evaluator.h"
#include "eql/lexer.h"
#include "eql/parser.h"
#include "eql/program.h"

namespace ak::eql {

Query::Query(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

bool Query::matches(const Event& event) const {
  return evaluate(*program_, event);
}

const std::vector<std::string>& Query::categories() const {
  return program_->categories;
}

const std::vector<Field>& Query::fields() const {
  return program_->fields;
}

const std::vector<std::string>& Query::absent_fields() const {
  return program_->absent_fields;
}

Compilation compile(std::string_view text) {
  Findings findings;
  const Ast ast = parse(text, lex(text, findings), findings);
  CheckedQuery checked = check(ast, findings);
  Compilation compilation;
  if (!findings.has_errors()) {
    compilation.query.emplace(std::make_shared<const Program>(compile_program(std::move(checked))));
  }
  compilation.findings = findings.take();
  return compilation;
}

}  // namespace ak::eql
