<?php

echo "report\n";
