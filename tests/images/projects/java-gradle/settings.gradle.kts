rootProject.name = "reports"

include("jobs")
