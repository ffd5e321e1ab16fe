"""The local directives: one function each, from a call to a node and the path to follow from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import attrs

from stacktape_constructs.config.directives.errors import DirectiveError
from stacktape_constructs.config.directives.files import locate, read_raw, read_structured
from stacktape_constructs.config.directives.git import git_fact
from stacktape_constructs.config.directives.runtime import placeholder_fault
from stacktape_constructs.config.expression import Argument, Expression
from stacktape_constructs.document.nodes import MappingNode, Node, ScalarNode
from stacktape_constructs.document.quoting import quoted, shortened
from stacktape_constructs.errors import did_you_mean

if TYPE_CHECKING:
    from stacktape_constructs.config.directives.evaluator import Evaluator


@attrs.frozen
class LocalCall:
    """One call: who evaluates it, how it was written, and its evaluated arguments."""

    evaluator: Evaluator
    expression: Expression
    arguments: tuple[Argument, ...]

    def text(self, value: str) -> Node:
        """A text result."""
        return ScalarNode(self.expression.position, text=value, plain=False)

    def no_arguments(self) -> None:
        """Refuses a call with arguments."""
        if self.arguments:
            raise DirectiveError(f"directive {self.expression} takes no arguments")

    def text_argument(self, meaning: str) -> str:
        """The first argument, which must be there and be text."""
        if not self.arguments or not isinstance(self.arguments[0], str):
            name = self.expression.name
            raise DirectiveError(f"directive {self.expression} needs {meaning}, as in ${name}('…')")
        return self.arguments[0]


Result = tuple[Node, "tuple[str, ...]"]
LocalDirective = Callable[[LocalCall], Result]


def _variables(call: LocalCall) -> Result:
    variables = call.evaluator.root.get("variables")
    if variables is None:
        variables = MappingNode(call.expression.position, ())
    # Stacktape's own examples write $Var('name') beside $Var().name.
    named = (str(call.arguments[0]),) if call.arguments else ()
    return variables, named + call.expression.path


def _this(call: LocalCall) -> Result:
    call.no_arguments()
    return call.evaluator.root, call.expression.path


def _fact(read: Callable[[LocalCall], str | None], missing: str) -> LocalDirective:
    def directive(call: LocalCall) -> Result:
        call.no_arguments()
        value = read(call)
        if value is None:
            raise DirectiveError(f"directive {call.expression}: {missing}")
        return call.text(value), call.expression.path

    return directive


def _cli_arguments(call: LocalCall) -> Result:
    name = call.text_argument("the name of an option")
    facts = call.evaluator.facts
    options = {
        "stage": facts.names.stage,
        "projectName": facts.names.project,
        "region": facts.region,
        **({"profile": facts.profile} if facts.profile else {}),
        **facts.cli_arguments,
    }
    if name in options:
        return call.text(options[name]), call.expression.path
    if len(call.arguments) > 1:
        return call.text(_as_text(call.arguments[1])), call.expression.path
    raise DirectiveError(
        f"directive {call.expression}: there is no option {quoted(name)}; pass it as -c {shortened(name, 40)}=… "
        f"or give a default as in $CliArgs({quoted(name)}, 'value'){did_you_mean(name, options)}"
    )


def _format(call: LocalCall) -> Result:
    template = call.text_argument("a text with {} for each value")
    values = call.arguments[1:]
    fault = placeholder_fault(template, len(values))
    if fault:
        raise DirectiveError(f"directive {call.expression}: {fault}")
    pieces = template.split("{}")
    text = pieces[0] + "".join(_as_text(v) + piece for v, piece in zip(values, pieces[1:], strict=True))
    return call.text(text), call.expression.path


def _as_text(value: Argument) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _file(call: LocalCall) -> Result:
    path = call.text_argument("the path of a file")
    evaluator, position = call.evaluator, call.expression.position
    file = str(locate(path, evaluator.facts))
    return evaluator.once("File", file, lambda: read_structured(path, evaluator.facts, position)), call.expression.path


def _file_raw(call: LocalCall) -> Result:
    path = call.text_argument("the path of a file")
    evaluator = call.evaluator
    file = str(locate(path, evaluator.facts))
    text = evaluator.once("FileRaw", file, lambda: read_raw(path, evaluator.facts))
    return call.text(text), call.expression.path


def _git_info(call: LocalCall) -> Result:
    fact = call.text_argument("one of 'commit', 'branch', 'username', 'gitUrl'")
    evaluator = call.evaluator
    answer = evaluator.once("GitInfo", fact, lambda: git_fact(fact, evaluator.facts))
    return call.text(answer), call.expression.path


def _stack_output(call: LocalCall) -> Result:
    raise DirectiveError(
        f"directive {call.expression} reads AWS while the template is built, which cdk synth does not do; "
        "use $CfStackOutput('stack', 'output'), which CloudFormation resolves at deploy"
    )


LOCAL_DIRECTIVES: Mapping[str, LocalDirective] = {
    "Var": _variables,
    "This": _this,
    "Stage": _fact(lambda call: call.evaluator.facts.names.stage, "no stage was given"),
    "Region": _fact(lambda call: call.evaluator.facts.region, "no region was given"),
    "AwsAccountId": _fact(lambda call: call.evaluator.facts.account_id, "no account was given"),
    "Profile": _fact(lambda call: call.evaluator.facts.profile, "no AWS profile was given; pass it as -c profile=…"),
    "CliArgs": _cli_arguments,
    "Format": _format,
    "File": _file,
    "FileRaw": _file_raw,
    "GitInfo": _git_info,
    "StackOutput": _stack_output,
}
