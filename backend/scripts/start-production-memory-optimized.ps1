# Starts the backend with the memory settings for production.
#   .\start-production-memory-optimized.ps1 [-Environment production]      reads .env.<Environment>
#   $env:MAX_OLD_SPACE_MB = '2048'; .\start-production-memory-optimized.ps1
param([string]$Environment = 'production')
$ErrorActionPreference = 'Stop'

function Stop-WithMessage([string]$Message) {
  [Console]::Error.WriteLine($Message)
  exit 1
}

# What is set here is for the server, not for the session that this runs in.
$before = @{ NODE_ENV = $env:NODE_ENV; UV_THREADPOOL_SIZE = $env:UV_THREADPOOL_SIZE }
Push-Location (Join-Path $PSScriptRoot '..')
try {
  if (-not (Get-Command node -ErrorAction SilentlyContinue)) { Stop-WithMessage 'node is not on the PATH. Install Node 20.19 or later.' }
  if (-not (Test-Path 'dist/main.js')) { Stop-WithMessage 'dist/main.js is missing. Run: npm run build' }
  if (-not (Test-Path ".env.$Environment")) {
    Stop-WithMessage ".env.$Environment is missing. Run: Copy-Item .env.production.template .env.$Environment, and edit it."
  }

  $heap = if ($env:MAX_OLD_SPACE_MB) { $env:MAX_OLD_SPACE_MB } else { '4096' }
  if ($heap -notmatch '^[0-9]+$') { Stop-WithMessage "MAX_OLD_SPACE_MB is ""$heap"": give a whole number of megabytes." }

  $flags = @("--max-old-space-size=$heap", '--expose-gc')
  if ((node '--v8-options') -match '--optimize-for-size') {
    $flags += '--optimize-for-size'
  } else {
    Write-Output 'This Node no longer knows --optimize-for-size; starting without it.'
  }

  if (-not $env:UV_THREADPOOL_SIZE) { $env:UV_THREADPOOL_SIZE = '8' }
  $env:NODE_ENV = $Environment

  # Wrong settings and a failing migration stop the start, with what to do.
  foreach ($step in 'check-environment-main.js', 'migrate-main.js') {
    node "--env-file=.env.$Environment" "dist/$step"
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
  }

  Write-Output "Starting with $($flags -join ' '), UV_THREADPOOL_SIZE=$($env:UV_THREADPOOL_SIZE)"
  node "--env-file=.env.$Environment" @flags dist/main.js
  exit $LASTEXITCODE
} finally {
  Pop-Location
  $env:NODE_ENV = $before.NODE_ENV
  $env:UV_THREADPOOL_SIZE = $before.UV_THREADPOOL_SIZE
}
