"""The app behind `cdk synth -c config=stacktape.yml -c stage=dev`: `python3 -m stacktape_constructs.app`."""

from __future__ import annotations

import gc
import importlib
import os
import sys

from stacktape_constructs.preloading import import_cdk

_DEFAULTS = {"config": "stacktape.yml", "stage": "dev", "code": "project", "imageBuilds": "docker"}
_OPTIONS = (*_DEFAULTS, "projectName", "projectFolder", "account", "region", "profile")


def main() -> None:
    """Builds the stack that the CDK context asks for, and synthesizes it.

    Context (`cdk synth -c name=value`):
        config: path of the config. Default: `stacktape.yml`.
        stage: stage to build. Default: `dev`.
        projectName: name of the project. Default: what the config says, else its folder's name.
        projectFolder: what paths in the config may not lead out of. Default: the config's folder.
        code: `project`, or `placeholder` for stable code that needs no source file.
        imageBuilds: where images are built: by `docker` where you deploy, or by `codebuild` in the account.
        account, region: where the stack is for. Default: any account and region.
        profile: AWS profile, for `$Profile()`.

    Every context value can be read with `$CliArgs('name')`. If the config is wrong, everything that
    is wrong with it goes to standard error and the exit code is 1.
    """
    if os.environ.get("CDK_DEBUG"):
        # With `cdk synth --debug` the CDK notes where everything was created; in JavaScript only, unless told.
        os.environ.setdefault("JSII_HOST_STACK_TRACES", "1")
    # A synth is short, and what it loads and makes lives to its end: to look for garbage takes a tenth of it.
    gc.disable()
    wait = import_cdk()
    # What a config is read by is imported while Node.js starts.
    importlib.import_module("stacktape_constructs.reading")
    wait()
    _synthesize()


def _synthesize() -> None:
    import aws_cdk as cdk

    from stacktape_constructs.cdk.javascript import validation
    from stacktape_constructs.errors import ConfigError
    from stacktape_constructs.reading import ConfigFile, options_in
    from stacktape_constructs.stack import StacktapeStack

    validation.prepare()
    app = cdk.App()
    options = options_in(app.node.get_all_context())
    for name in _OPTIONS:
        if options.get(name) == "":
            # `-c stage=$STAGE` in a pipeline that has no STAGE would be another stack.
            sys.exit(f"context value {name} is empty; give it a value, or leave -c {name}=… out")
    chosen = {**_DEFAULTS, **options}
    if chosen["code"] not in ("project", "placeholder"):
        sys.exit(f"context value code must be 'project' or 'placeholder', got '{chosen['code']}'")
    if chosen["imageBuilds"] not in ("docker", "codebuild"):
        sys.exit(f"context value imageBuilds must be 'docker' or 'codebuild', got '{chosen['imageBuilds']}'")
    config, stage = chosen["config"], chosen["stage"]
    try:
        names = ConfigFile.open(config, stage=stage, project_name=chosen.get("projectName")).names
        StacktapeStack(
            app,
            names.stack,
            config=config,
            stage=stage,
            project_name=names.project,
            project_folder=chosen.get("projectFolder"),
            code="placeholder" if chosen["code"] == "placeholder" else "project",
            image_builds="codebuild" if chosen["imageBuilds"] == "codebuild" else "docker",
            profile=chosen.get("profile"),
            cli_arguments=options,
            env=cdk.Environment(account=chosen.get("account"), region=chosen.get("region")),
        )
    except ConfigError as error:
        sys.exit(str(error))
    app.synth()


if __name__ == "__main__":
    main()
