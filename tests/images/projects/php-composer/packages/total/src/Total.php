<?php

namespace Example;

class Total
{
    public static function of(int ...$numbers): int
    {
        return array_sum($numbers);
    }
}
