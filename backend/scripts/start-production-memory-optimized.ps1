# Starts the backend with the memory settings for production.
#   .\start-production-memory-optimized.ps1 [-Environment production] [-MaxOldSpaceMB 4096]
param(
  [string]$Environment = 'production',
  [ValidateRange(64, 1048576)][int]$MaxOldSpaceMB = 4096
)
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')

function Stop-WithMessage([string]$Message) {
  [Console]::Error.WriteLine($Message)
  exit 1
}

if (-not (Get-Command node -ErrorAction SilentlyContinue)) { Stop-WithMessage 'node is not on the PATH. Install Node 20.19 or later.' }
if (-not (Test-Path 'dist/main.js')) { Stop-WithMessage 'dist/main.js is missing. Run: npm run build' }
if (-not (Test-Path ".env.$Environment")) {
  Stop-WithMessage ".env.$Environment is missing. Copy .env.production.template to .env.$Environment and edit it."
}

$flags = @("--max-old-space-size=$MaxOldSpaceMB", '--expose-gc')
if ((node --v8-options) -match '--optimize-for-size') {
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
