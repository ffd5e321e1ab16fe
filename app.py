"""Entry point of the CDK command line: `cdk synth -c config=stacktape.yml -c stage=dev`."""

from stacktape_constructs.app import main

if __name__ == "__main__":
    main()
