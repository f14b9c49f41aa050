resource "aws_dynamodb_table" "Shipments" {
  name = "Shipments"
  billing_mode = "PAY_PER_REQUEST"
  hash_key = "tenant"
  range_key = "number"
  table_class = "STANDARD_INFREQUENT_ACCESS"
  stream_enabled = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  deletion_protection_enabled = true
  tags = {
    "team" = "logistics"
    "cost-center" = "no"
    "until" = "2026-11-22"
  }

  attribute {
    name = "tenant"
    type = "S"
  }

  attribute {
    name = "number"
    type = "N"
  }

  attribute {
    name = "region"
    type = "S"
  }

  attribute {
    name = "status"
    type = "S"
  }

  attribute {
    name = "createdAt"
    type = "S"
  }

  attribute {
    name = "weight"
    type = "N"
  }

  global_secondary_index {
    name = "Region"
    projection_type = "ALL"

    key_schema {
      attribute_name = "region"
      key_type = "HASH"
    }

    on_demand_throughput {
      max_read_request_units = 100
    }

    warm_throughput {
      read_units_per_second = 14000
      write_units_per_second = 6000
    }
  }

  global_secondary_index {
    name = "ByRegion"
    projection_type = "INCLUDE"
    non_key_attributes = [
      "title",
      "weight"
    ]

    key_schema {
      attribute_name = "tenant"
      key_type = "HASH"
    }

    key_schema {
      attribute_name = "region"
      key_type = "HASH"
    }

    key_schema {
      attribute_name = "status"
      key_type = "RANGE"
    }

    key_schema {
      attribute_name = "createdAt"
      key_type = "RANGE"
    }

    on_demand_throughput {
      max_read_request_units = 100
    }
  }

  global_secondary_index {
    name = "ByWeight"
    projection_type = "KEYS_ONLY"

    key_schema {
      attribute_name = "weight"
      key_type = "HASH"
    }

    on_demand_throughput {
      max_read_request_units = 5
      max_write_request_units = 6
    }
  }

  local_secondary_index {
    name = "ByStatus"
    range_key = "status"
    projection_type = "INCLUDE"
    non_key_attributes = [
      "title"
    ]
  }

  on_demand_throughput {
    max_read_request_units = 100
  }

  warm_throughput {
    read_units_per_second = 13000
    write_units_per_second = 5000
  }

  server_side_encryption {
    enabled = true
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/0f6b5c8a-7a52-4d8a-9f3d-5b0d3f1e2c4a"
  }

  point_in_time_recovery {
    enabled = true
    recovery_period_in_days = 7
  }

  ttl {
    attribute_name = "expiresAt"
    enabled = true
  }
}

resource "aws_dynamodb_resource_policy" "Shipments" {
  resource_arn = aws_dynamodb_table.Shipments.arn
  policy = jsonencode({ "Statement" = [{ "Action" = "dynamodb:GetItem", "Condition" = { "StringEquals" = { "aws:PrincipalTag/team" = "$${aws:ResourceTag/team}" } }, "Effect" = "Allow", "Principal" = { "AWS" = "arn:aws:iam::123456789012:root" }, "Resource" = "*" }], "Version" = "2012-10-17" })
}

resource "aws_dynamodb_table" "staging_Machine" {
  name = "staging.Machine"
  billing_mode = "PROVISIONED"
  read_capacity = 3
  write_capacity = 4
  hash_key = "id"
  stream_enabled = true
  stream_view_type = "KEYS_ONLY"

  attribute {
    name = "id"
    type = "B"
  }

  attribute {
    name = "name"
    type = "S"
  }

  attribute {
    name = "place"
    type = "S"
  }

  global_secondary_index {
    name = "ByName"
    read_capacity = 5
    write_capacity = 6
    projection_type = "ALL"

    key_schema {
      attribute_name = "name"
      key_type = "HASH"
    }
  }

  global_secondary_index {
    name = "ByPlace"
    read_capacity = 3
    write_capacity = 4
    projection_type = "ALL"

    key_schema {
      attribute_name = "place"
      key_type = "HASH"
    }
  }

  server_side_encryption {
    enabled = true
  }
}

resource "aws_dynamodb_table" "staging_Meter" {
  name = "staging.Meter"
  billing_mode = "PROVISIONED"
  read_capacity = 5
  write_capacity = 5
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "place"
    type = "S"
  }

  attribute {
    name = "owner"
    type = "S"
  }

  global_secondary_index {
    name = "By-Place"
    read_capacity = 5
    write_capacity = 5
    projection_type = "ALL"

    key_schema {
      attribute_name = "place"
      key_type = "HASH"
    }
  }

  global_secondary_index {
    name = "ByOwner"
    read_capacity = 1
    write_capacity = 2
    projection_type = "INCLUDE"
    non_key_attributes = [
      "place",
      "id"
    ]

    key_schema {
      attribute_name = "owner"
      key_type = "HASH"
    }
  }

  lifecycle {
    ignore_changes = [
      global_secondary_index,
      read_capacity
    ]
  }
}

resource "aws_appautoscaling_target" "staging_Meter_read" {
  service_namespace = "dynamodb"
  resource_id = "table/${aws_dynamodb_table.staging_Meter.name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  min_capacity = 5
  max_capacity = 100
}

resource "aws_appautoscaling_policy" "staging_Meter_read" {
  name = "DynamoDBReadCapacityUtilization"
  policy_type = "TargetTrackingScaling"
  service_namespace = aws_appautoscaling_target.staging_Meter_read.service_namespace
  resource_id = aws_appautoscaling_target.staging_Meter_read.resource_id
  scalable_dimension = aws_appautoscaling_target.staging_Meter_read.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "DynamoDBReadCapacityUtilization"
    }
  }
}

resource "aws_appautoscaling_target" "staging_Meter_By-Place_read" {
  service_namespace = "dynamodb"
  resource_id = "table/${aws_dynamodb_table.staging_Meter.name}/index/By-Place"
  scalable_dimension = "dynamodb:index:ReadCapacityUnits"
  min_capacity = 5
  max_capacity = 100
}

resource "aws_appautoscaling_policy" "staging_Meter_By-Place_read" {
  name = "DynamoDBReadCapacityUtilization"
  policy_type = "TargetTrackingScaling"
  service_namespace = aws_appautoscaling_target.staging_Meter_By-Place_read.service_namespace
  resource_id = aws_appautoscaling_target.staging_Meter_By-Place_read.resource_id
  scalable_dimension = aws_appautoscaling_target.staging_Meter_By-Place_read.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "DynamoDBReadCapacityUtilization"
    }
  }
}

resource "aws_appautoscaling_target" "staging_Meter_ByOwner_write" {
  service_namespace = "dynamodb"
  resource_id = "table/${aws_dynamodb_table.staging_Meter.name}/index/ByOwner"
  scalable_dimension = "dynamodb:index:WriteCapacityUnits"
  min_capacity = 2
  max_capacity = 20
}

resource "aws_appautoscaling_policy" "staging_Meter_ByOwner_write" {
  name = "DynamoDBWriteCapacityUtilization"
  policy_type = "TargetTrackingScaling"
  service_namespace = aws_appautoscaling_target.staging_Meter_ByOwner_write.service_namespace
  resource_id = aws_appautoscaling_target.staging_Meter_ByOwner_write.resource_id
  scalable_dimension = aws_appautoscaling_target.staging_Meter_ByOwner_write.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "DynamoDBWriteCapacityUtilization"
    }
  }
}

resource "aws_dynamodb_table" "Log" {
  name = "Log"
  billing_mode = "PROVISIONED"
  read_capacity = 10
  write_capacity = 10
  hash_key = "updated_at"

  attribute {
    name = "updated_at"
    type = "S"
  }

  attribute {
    name = "status"
    type = "S"
  }

  global_secondary_index {
    name = "Status"
    read_capacity = 10
    write_capacity = 10
    projection_type = "ALL"

    key_schema {
      attribute_name = "status"
      key_type = "HASH"
    }
  }
}
